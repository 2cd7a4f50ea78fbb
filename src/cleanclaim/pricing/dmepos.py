"""Equipment, prostheses, orthoses and supplies: by state, rural or not, bought or rented.

The line's modifiers choose the row of the fee schedule (NU, RR, UE, then KF and the like). The
lower of the charge and the amount is paid (Claims Processing Manual, chapter 20, 30, as restated
in the supplier manual of jurisdiction C).
"""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.codesets import DMEPOS, EquipmentFee, Known, NotCovered, Unknown
from cleanclaim.pricing.given import lower_of_charge, text, units_of
from cleanclaim.pricing.rates import Unpriced, codes, percent
from cleanclaim.pricing.values import Answer, NotPriced, Priced, Service, Tables
from cleanclaim.pricing.working import Working, plain

_ROOT = "federal.facility_fees.equipment"
_KINDS_OF_SUPPLY = ("NU", "RR", "UE")
_LATER_MONTH = "KJ"
_YES, _NO = ("yes", "true", "1", "r"), ("no", "false", "0", "nr")


def price_dmepos(services: Sequence[Service], tables: Tables) -> Sequence[Answer]:
    """Return the answers for lines that the equipment fee schedule may pay.

    ``given`` needs ``state`` (two letters) and ``rural`` (yes or no) of the patient's home.
    """
    return [_price(service, tables) for service in services]


def is_equipment_code(code: str) -> bool:
    """Whether a code is of a range that the schedule lists, so that its absence is worth a word."""
    return code[:1] in ("A", "B", "E", "K", "L", "V")


def _price(service: Service, tables: Tables) -> Answer:
    found = tables.store.find(DMEPOS, service.code, service.on)
    if isinstance(found, Unknown):
        return None
    if isinstance(found, NotCovered):
        return NotPriced(found.reason, "not_loaded") if is_equipment_code(service.code) else None
    try:
        return _amount(service, tables, found)
    except Unpriced as error:
        return error.answer


def _amount(service: Service, tables: Tables, found: Known[tuple[EquipmentFee, ...]]) -> Priced:
    row = _row(service, found)
    state = text(service, "state", "two letters, where the patient lives").upper()
    rural = _rural(service)
    fees = next((fee for fee in row.fees if fee[0] == state), None)
    if fees is None:
        raise Unpriced(f"{found.release.label} has no column for {state}.", "locality")
    where, fee = ("rural", fees[2]) if rural and fees[2] is not None else ("not rural", fees[1])
    if fee is None:
        raise Unpriced(f"{found.release.label} has no amount for {service.code} in {state}.", "not_payable")
    units = units_of(service)
    shown = "-".join(part for part in (row.code, row.modifier, row.modifier2) if part)
    working = Working()
    working.note("Competitive bidding is not loaded: in such an area its single payment amount counts.")
    if rural and fees[2] is None:
        working.note(f"{found.release.label} has no rural amount for {shown}: the other one counts.")
    working.step(
        f"{found.release.label}, {shown}, {state} {where} × units",
        f"{plain(fee)} × {plain(units)}",
        fee * units,
    )
    if _LATER_MONTH in service.modifiers:
        working.percent("Capped rental from the fourth month on", _later_percent(service, row, tables))
    lower_of_charge(service, working)
    return Priced(working.cents(), tuple(working.lines), found.release.label)


def _row(service: Service, found: Known[tuple[EquipmentFee, ...]]) -> EquipmentFee:
    """Return the row whose modifiers the line has, the one with most of them."""
    said = set(service.modifiers)
    fitting = [row for row in found.value if {m for m in (row.modifier, row.modifier2) if m} <= said]
    if not fitting:
        listed = ", ".join(dict.fromkeys(row.modifier or "none" for row in found.value))
        raise Unpriced(
            f"{found.release.label} has {service.code} only with {listed}, none of which the line has.",
            "modifier",
        )
    best = max(fitting, key=lambda row: sum(1 for m in (row.modifier, row.modifier2) if m))
    supply = [modifier for modifier in _KINDS_OF_SUPPLY if modifier in said]
    if len(supply) > 1:
        raise Unpriced(f"The line is {' and '.join(supply)} at once.", "modifier")
    if supply and best.modifier in _KINDS_OF_SUPPLY and best.modifier != supply[0]:
        raise Unpriced(f"{found.release.label} has no amount for {service.code}-{supply[0]}.", "modifier")
    if (
        supply
        and best.modifier not in _KINDS_OF_SUPPLY
        and any(row.modifier in _KINDS_OF_SUPPLY for row in found.value)
    ):
        raise Unpriced(f"{found.release.label} has no amount for {service.code}-{supply[0]}.", "modifier")
    return best


def _rural(service: Service) -> bool:
    said = text(service, "rural", "yes or no, whether the patient's ZIP code is rural").lower()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise Unpriced(f"rural is {said!r}; write yes or no.", "missing")


def _later_percent(service: Service, row: EquipmentFee, tables: Tables) -> Decimal:
    if row.category not in codes(tables.parameters, f"{_ROOT}.capped_rental_categories", service.on):
        raise Unpriced(f"KJ is for capped rentals; {service.code} is of category {row.category}.", "modifier")
    for span in codes(tables.parameters, f"{_ROOT}.power_wheelchairs", service.on):
        first, _, last = span.partition("-")
        if first <= service.code <= (last or first):
            return percent(tables.parameters, f"{_ROOT}.later_month_power_wheelchair_percent", service.on)
    return percent(tables.parameters, f"{_ROOT}.later_month_percent", service.on)
