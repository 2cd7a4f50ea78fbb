"""Ambulatory surgical centres: the addenda's rate by payment indicator, wage-adjusted, discounted.

Of the procedures of a day that are subject to discounting the highest is paid in full. The lower
of the charge and the amount is paid (42 CFR 416.172, unverified).
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cleanclaim.codesets import ASC, NotCovered, SurgicalCenterRate, Unknown
from cleanclaim.pricing.given import lower_of_charge, number, units_of, whole_units
from cleanclaim.pricing.rates import Unpriced, codes, percent
from cleanclaim.pricing.values import Answer, NotPriced, Priced, Service, Tables
from cleanclaim.pricing.wages import adjust_for_wages
from cleanclaim.pricing.working import Working, plain
from cleanclaim.primitives import ZERO

_ROOT = "federal.facility_fees.surgery_center"
_TERMINATED = ("73", "52")


class _Line(msgspec.Struct, frozen=True):
    place: int
    service: Service
    row: SurgicalCenterRate
    release: str


def price_surgery_center(services: Sequence[Service], tables: Tables) -> Sequence[Answer]:
    """Return the answers for the lines of one surgery centre claim, judged together.

    ``given`` needs ``wage_index`` for lines whose rate it adjusts.
    """
    answers: list[Answer] = [None] * len(services)
    lines: list[_Line] = []
    for place, service in enumerate(services):
        found = tables.store.find(ASC, service.code, service.on)
        if isinstance(found, NotCovered):
            answers[place] = NotPriced(found.reason, "not_loaded")
        elif isinstance(found, Unknown):
            reason = f"{service.code} is not in {found.release.label}: no surgery centre is paid for it."
            answers[place] = NotPriced(reason, "code")
        else:
            lines.append(_Line(place, service, found.value[0], found.release.label))
    highest = _highest(lines)
    for line in lines:
        try:
            answers[line.place] = _price(line, highest.get(line.service.on) == line.place, tables)
        except Unpriced as error:
            answers[line.place] = error.answer
    return answers


def _price(line: _Line, highest: bool, tables: Tables) -> Answer:
    row, service, known, on = line.row, line.service, tables.parameters, line.service.on
    shown = f"{line.release}, {row.code} (addendum {row.addendum}, indicator {row.indicator})"
    if row.indicator in codes(known, f"{_ROOT}.packaged_indicators", on):
        return Priced(ZERO, (f"{shown}: packaged into the procedure", "Nothing: 0 = 0"), line.release)
    if row.indicator in codes(known, f"{_ROOT}.no_payment_indicators", on):
        return NotPriced(f"{shown} is not paid.", "not_payable")
    if row.rate is None or row.indicator in codes(known, f"{_ROOT}.contractor_priced_indicators", on):
        return NotPriced(
            f"{shown} has no national rate: it is priced by the contractor or at cost.", "by_report"
        )
    working = Working()
    if row.indicator in codes(known, f"{_ROOT}.unadjusted_indicators", on):
        units = units_of(service)
        working.step(f"{shown} × units", f"{plain(row.rate)} × {plain(units)}", row.rate * units)
        lower_of_charge(service, working)
        return Priced(working.cents(), tuple(working.lines), line.release)
    if row.indicator not in codes(known, f"{_ROOT}.adjusted_indicators", on):
        return NotPriced(f"{shown}: what this indicator means is not on record.", "not_loaded")
    if "50" in service.modifiers:
        raise Unpriced(
            "A surgery centre bills two sides on two lines or with two units, not with 50.", "modifier"
        )
    index = number(service, "wage_index", "the centre's wage index; 1 gives the national rate")
    if index != 1 and row.indicator in codes(known, f"{_ROOT}.device_intensive_indicators", on):
        reason = (
            f"{shown} is device-intensive: its device portion, which no wage index adjusts, is not loaded."
        )
        return NotPriced(reason, "not_loaded")
    adjust_for_wages(working, shown, row.rate, percent(known, f"{_ROOT}.labour_percent", on), index)
    _discount(line, highest, tables, working)
    lower_of_charge(service, working)
    return Priced(working.cents(), tuple(working.lines), line.release)


def _discount(line: _Line, highest: bool, tables: Tables, working: Working) -> None:
    service, known, on = line.service, tables.parameters, line.service.on
    units = Decimal(whole_units(service))
    terminated = [modifier for modifier in _TERMINATED if modifier in service.modifiers]
    if terminated:
        share = percent(known, f"{_ROOT}.terminated_percent", on)
        working.percent(f"Terminated or reduced (modifier {terminated[0]}), one unit", share)
    if not line.row.discounted:
        if not terminated:
            working.times("× units", units)
        return
    more = percent(known, f"{_ROOT}.multiple_procedure_percent", on)
    if terminated:
        units = Decimal(1)
    if highest:
        working.percent("The highest procedure of the day: first unit in full", 100 + more * (units - 1))
    else:
        working.percent("Not the highest procedure of the day: every unit discounted", more * units)


def _highest(lines: Sequence[_Line]) -> dict[object, int]:
    """Return the place of each day's highest procedure among those subject to discounting."""
    found: dict[object, _Line] = {}
    for line in lines:
        before = found.get(line.service.on)
        if line.row.discounted and (before is None or (line.row.rate or ZERO) > (before.row.rate or ZERO)):
            found[line.service.on] = line
    return {day: line.place for day, line in found.items()}
