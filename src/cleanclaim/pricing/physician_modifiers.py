"""What modifiers and the kind of provider make of a line's amount, as a chain of percentages.

Indicators: RVU25D.pdf. Percentages: the parameters ``federal.physician_fees``.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from cleanclaim.codesets import RelativeValue
from cleanclaim.pricing import rates
from cleanclaim.pricing.rates import PHYSICIAN, Unpriced
from cleanclaim.pricing.values import Service, Tables

ASSISTANTS = ("80", "81", "82", "AS")
ANESTHESIA_MODIFIERS = frozenset({"AA", "AD", "QK", "QX", "QY", "QZ"})
_PHYSICIANS_ASSISTANTS = ("nurse_practitioner", "physician_assistant", "clinical_nurse_specialist")

_BY_REPORT: Mapping[str, str] = MappingProxyType(
    {
        "22": "increased service (22): the contractor decides on the record how much more is paid",
        "52": "reduced service (52): the contractor decides on the record how much less is paid",
        "66": "surgical team (66): each surgeon is paid by report",
    }
)
_FACILITY_ONLY = ("73", "74")
_SPLIT = ("54", "55", "56")


class Adjustment:
    """One percentage of a chain; ``note`` is a condition to be told with it."""

    __slots__ = ("note", "percent", "what")

    def __init__(self, what: str, percent: Decimal, note: str = "") -> None:
        self.what = what
        self.percent = percent
        self.note = note


def adjustments(service: Service, row: RelativeValue, tables: Tables) -> Iterator[Adjustment]:
    """Yield the percentages that the line's amount is taken by, in order, bilateral ones aside.

    Raises :class:`Unpriced` where the line is not paid so or not by a fixed percentage.
    """
    modifiers = service.modifiers
    _refuse(service, row)
    parameters, on = tables.parameters, service.on
    if any(one in modifiers for one in _SPLIT):
        yield _split(service, row)
    if "78" in modifiers and row.global_days in ("010", "090"):
        if not row.intraoperative:
            raise Unpriced(f"{service.code} has no intraoperative share for modifier 78.", "by_report")
        yield Adjustment("Return to the operating room (78), intraoperative share", row.intraoperative * 100)
    if "62" in modifiers:
        _permitted("Two surgeons (62)", row.co_surgeons, service)
        yield Adjustment(
            "Two surgeons of different specialties (62)",
            rates.percent(parameters, f"{PHYSICIAN}.co_surgeon_percent", on),
            "Two surgeons are paid only with documentation of their necessity." * (row.co_surgeons == "1"),
        )
    assistant = next((one for one in modifiers if one in ASSISTANTS), "")
    if assistant:
        yield from _assistant(service, row, assistant, tables)
    elif service.provider != "physician":
        table = rates.table(parameters, f"{PHYSICIAN}.provider_percent", on)
        share = table.get(service.provider)
        if share is None:
            raise Unpriced(
                f"No share of the schedule is known for a {service.provider.replace('_', ' ')} on {on}.",
                "missing",
            )
        yield Adjustment(service.provider.replace("_", " ").capitalize(), Decimal(share))


def _refuse(service: Service, row: RelativeValue) -> None:
    for modifier in service.modifiers:
        if modifier == "66":
            _permitted("A team (66)", row.team, service)
        if modifier in _BY_REPORT:
            raise Unpriced(f"{service.code}: {_BY_REPORT[modifier]}.", "by_report")
        if modifier in _FACILITY_ONLY:
            raise Unpriced(f"Modifier {modifier} is for facilities; a practitioner reports 53.", "modifier")
        if modifier in ANESTHESIA_MODIFIERS:
            raise Unpriced(f"Modifier {modifier} is for anesthesia, and {service.code} is none.", "modifier")


def _permitted(what: str, indicator: str, service: Service) -> None:
    if indicator == "0":
        raise Unpriced(f"{what} is not permitted for {service.code} (indicator 0).", "not_payable")
    if indicator not in ("1", "2"):
        raise Unpriced(f"{what} does not apply to {service.code} (indicator {indicator}).", "modifier")


def _split(service: Service, row: RelativeValue) -> Adjustment:
    """Return the share of the global package: 54 is before and during surgery, 55 after, 56 before."""
    shares = {
        "54": (row.preoperative, row.intraoperative),
        "55": (row.postoperative,),
        "56": (row.preoperative,),
    }
    used = [one for one in _SPLIT if one in service.modifiers]
    if not row.intraoperative or row.global_days not in ("010", "090"):
        raise Unpriced(
            f"Modifier {used[0]} cannot be used with {service.code}: it has no global period to be split "
            f"({row.global_days}).",
            "modifier",
        )
    if "54" in used and "56" in used:
        used.remove("56")  # the preoperative share is in 54
    total = sum((share for one in used for share in shares[one]), Decimal(0)) * 100
    names = {
        "54": "preoperative and intraoperative",
        "55": "postoperative",
        "56": "preoperative",
    }
    what = " and ".join(f"{names[one]} share ({one})" for one in used)
    notes: Mapping[tuple[str, ...], str] = {
        ("55",): "All of the postoperative care, unless it was shared: then by the days of each.",
        ("56",): "Medicare pays this share with 54; it is for payers that pay it apart.",
    }
    return Adjustment(what.capitalize(), total, notes.get(tuple(used), ""))


def _assistant(service: Service, row: RelativeValue, modifier: str, tables: Tables) -> Iterator[Adjustment]:
    if "62" in service.modifiers:
        raise Unpriced(f"Modifiers 62 and {modifier} exclude each other.", "modifier")
    if row.assistant == "1":
        raise Unpriced(
            f"An assistant at surgery is not paid for {service.code} (indicator 1).", "not_payable"
        )
    if row.assistant not in ("0", "2"):
        raise Unpriced(f"{service.code} has no assistant at surgery (indicator {row.assistant}).", "modifier")
    parameters, on = tables.parameters, service.on
    if service.provider in _PHYSICIANS_ASSISTANTS and modifier != "AS":
        raise Unpriced(
            f"A {service.provider.replace('_', ' ')} who assists at surgery reports AS, not {modifier}.",
            "modifier",
        )
    yield Adjustment(
        f"Assistant at surgery ({modifier})",
        rates.percent(parameters, f"{PHYSICIAN}.assistant_percent", on),
        "Paid only with documentation of medical necessity (indicator 0)." * (row.assistant == "0"),
    )
    if modifier == "AS":
        yield Adjustment(
            "Nonphysician assistant (AS)",
            rates.percent(parameters, f"{PHYSICIAN}.assistant_nonphysician_percent", on),
        )
