"""Which row of the relative value file a line is paid by, and which codes it does not pay.

Source: RVU25D.pdf, Modifier, Status Code and PC/TC Indicator.
"""

from collections.abc import Mapping
from types import MappingProxyType

from cleanclaim.codesets import RelativeValue
from cleanclaim.pricing.physician_fee import PAID, PROFESSIONAL, TECHNICAL, Basis
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Service

DISCONTINUED = "53"
ANESTHESIA_STATUS = "J"

_NOT_PAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "B": ("is bundled: payment for it is always part of payment for other services", "not_payable"),
        "E": ("is excluded from the physician fee schedule by regulation", "elsewhere"),
        "I": ("is not valid for Medicare, which uses another code for this service", "not_payable"),
        "M": ("is a measurement code, used for reporting only", "not_payable"),
        "N": ("is not covered by Medicare", "not_payable"),
        "P": (
            "is bundled or excluded: nothing is paid for it under the physician fee schedule",
            "elsewhere",
        ),
        "X": ("is by statute not paid under the physician fee schedule", "elsewhere"),
        "D": ("is deleted", "not_payable"),
        "F": ("is deleted", "not_payable"),
        "G": ("is not valid for Medicare, which uses another code for this service", "not_payable"),
        "H": ("is a deleted component", "not_payable"),
    }
)
"""Status code to why nothing is paid, in our words, and the kind of answer. The statuses that may
be paid elsewhere (supplies, laboratory tests, drugs, …) let other methodologies be asked."""

_HOSPITAL_PLACES = frozenset({"19", "21", "22", "23"})


def row_paid(service: Service, basis: Basis) -> RelativeValue:
    """Return the row that pays a line; raises :class:`Unpriced` when none does.

    A row of status C is returned too: whoever prices it knows what to make of it.
    """
    row = _row(service, basis)
    if row.status in _NOT_PAID:
        why, kind = _NOT_PAID[row.status]
        raise Unpriced(f"{service.code} {why} (status {row.status}, {basis.release}).", kind)
    if row.status not in (*PAID, "C", ANESTHESIA_STATUS):
        raise Unpriced(f"{basis.release} gives {service.code} the unknown status {row.status!r}.", "code")
    if row.status == "R" and not (row.nonfacility_total or row.facility_total):
        raise Unpriced(
            f"{service.code} is of restricted coverage and priced by the contractor (status R without "
            f"relative values, {basis.release}).",
            "by_report",
        )
    _check_place(service, row)
    return row


def contractor_prices(service: Service, basis: Basis) -> Unpriced:
    """Return why a code of status C has no amount."""
    return Unpriced(
        f"{service.code} is priced by the contractor, as a rule by report (status C, {basis.release}).",
        "by_report",
    )


def _row(service: Service, basis: Basis) -> RelativeValue:
    components = {one for one in service.modifiers if one in (PROFESSIONAL, TECHNICAL)}
    whole = basis.row("") or basis.rows[0]
    if len(components) == 2:
        raise Unpriced("Modifiers 26 and TC together: bill the whole without them.", "modifier")
    if DISCONTINUED in service.modifiers and not components:
        row = basis.row(DISCONTINUED)
        if row is None:
            raise Unpriced(
                f"{service.code} discontinued (modifier 53) is priced by individual consideration: it has "
                f"no relative values of its own for that ({basis.release}).",
                "by_report",
            )
        return row
    if not components:
        return whole
    (component,) = components
    row = basis.row(component)
    if row is None:
        raise Unpriced(
            f"Modifier {component} cannot be used with {service.code}: its PC/TC indicator is "
            f"{whole.pc_tc} ({basis.release}).",
            "modifier",
        )
    return row


def place_note(service: Service, row: RelativeValue) -> str:
    """Return what is to be told of a technical part in a hospital, or nothing."""
    technical = row.modifier == TECHNICAL or (row.pc_tc in ("1", "3", "4") and row.modifier != PROFESSIONAL)
    if service.place in _HOSPITAL_PLACES and technical:
        return "In a hospital the technical part is the hospital's: expect only the professional one (26)."
    return ""


def _check_place(service: Service, row: RelativeValue) -> None:
    """Refuse what is never paid to the practitioner in a hospital, where the place is known."""
    in_hospital = service.place in _HOSPITAL_PLACES
    if in_hospital and row.pc_tc == "5":
        raise Unpriced(
            f"{service.code} is incident to a physician's service (PC/TC 5): it is not paid to the "
            f"practitioner for a hospital's patient (place {service.place}).",
            "not_payable",
        )
    if in_hospital and row.pc_tc == "7" and service.provider == "therapist":
        raise Unpriced(
            f"{service.code} (PC/TC 7) is not paid to an independent therapist for a hospital's patient "
            f"(place {service.place}).",
            "not_payable",
        )
    if row.pc_tc == "8" and service.place and service.place != "21":
        raise Unpriced(
            f"{service.code} (PC/TC 8) is paid for hospital inpatients only (place {service.place}).",
            "not_payable",
        )
