"""Hospital outpatient lines under OPPS: Addendum B's rate by status indicator, judged over the claim.

What is packaged into what depends on the whole claim (:mod:`~cleanclaim.pricing.packaging`).
Discounting follows the formulas of the Integrated Outpatient Code Editor. Not computed, and
said so where it matters: outliers, composites (Q3), complexity adjustments and comprehensive
observation, whose rates stand in Addenda A, J and M, which are not loaded.
"""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.codesets import OPPS, NotCovered, Unknown
from cleanclaim.pricing.given import number, units_of, whole_units
from cleanclaim.pricing.packaging import ComprehensiveObservation, Line, packaging_of
from cleanclaim.pricing.rates import Unpriced, codes, percent
from cleanclaim.pricing.values import Answer, NotPriced, Priced, Service, SideAmount, Tables
from cleanclaim.pricing.wages import adjust_for_wages
from cleanclaim.pricing.working import Working, plain
from cleanclaim.primitives import ZERO, money

_ROOT = "federal.facility_fees.outpatient"
_NOT_PAID = {
    "B": ("is not recognized on an outpatient hospital bill; another code may be", "not_payable"),
    "C": ("is an inpatient-only procedure, not paid to an outpatient department", "not_payable"),
    "D": ("is discontinued", "not_payable"),
    "E1": ("is not covered by Medicare on an outpatient bill", "not_payable"),
    "E2": ("has no price: there are neither pricing nor claims data", "not_payable"),
    "M": ("is not billable to the hospital's contractor", "not_payable"),
    "Y": ("is billed to the contractor for equipment, not on an outpatient bill", "not_payable"),
    "F": ("is paid at reasonable cost", "by_report"),
    "L": ("is paid at reasonable cost", "by_report"),
    "H": ("is paid at the hospital's cost of the device", "by_report"),
    "P": ("is paid by the day of a partial hospitalization program, which is not computed", "by_report"),
    "A": ("is paid under another fee schedule", "elsewhere"),
    "Q4": ("is a laboratory test by itself, paid under the laboratory fee schedule", "elsewhere"),
}
"""Status indicator to why there is no outpatient rate (Noridian's table of status indicators)."""

_ADJUSTED = frozenset({"S", "T", "V", "J1", "J2", "Q1", "Q2", "Q3"})
_TERMINATED, _BILATERAL = ("73", "52"), "50"


def price_outpatient(services: Sequence[Service], tables: Tables) -> Sequence[Answer]:
    """Return the answers for the lines of one outpatient hospital claim, judged together.

    ``given`` needs ``wage_index`` for lines whose rate it adjusts.
    """
    answers: list[Answer] = [None] * len(services)
    lines: list[Line] = []
    for place, service in enumerate(services):
        if not service.code:
            reason = "The line has a revenue code only: which of those are packaged is in no table here."
            answers[place] = NotPriced(reason, "missing")
            continue
        found = tables.store.find(OPPS, service.code, service.on)
        if isinstance(found, NotCovered):
            answers[place] = NotPriced(found.reason, "not_loaded")
        elif isinstance(found, Unknown):
            answers[place] = NotPriced(f"{service.code} is not in {found.release.label}.", "code")
        else:
            lines.append(Line(place, service, found.value[0], found.release.label))
    try:
        packaged = packaging_of(lines, tables)
        ranks = _ranks([line for line in lines if line.place not in packaged])
    except Unpriced as error:
        for line in lines:
            answers[line.place] = error.answer
        return answers
    for line in lines:
        into = packaged.get(line.place)
        if isinstance(into, ComprehensiveObservation):
            answers[line.place] = NotPriced(into.reason, "not_loaded")
        elif into is not None:
            answers[line.place] = Priced(ZERO, (f"{line.shown}: {into}", "Nothing: 0 = 0"), line.release)
        else:
            answers[line.place] = _answer(line, ranks.get(line.place, 0), tables)
    return answers


def _answer(line: Line, rank: int, tables: Tables) -> Answer:
    row = line.row
    if row.status in _NOT_PAID:
        why, kind = _NOT_PAID[row.status]
        return NotPriced(f"{row.code} {why} (status indicator {row.status}, {line.release}).", kind)
    if row.rate is None:
        return NotPriced(f"{line.release} has no rate for {row.code} (status {row.status}).", "by_report")
    try:
        return _amount(line, row.rate, rank, tables)
    except Unpriced as error:
        return error.answer


def _amount(line: Line, rate: Decimal, rank: int, tables: Tables) -> Priced:
    row, service, known, on = line.row, line.service, tables.parameters, line.service.on
    working = Working()
    for remark in line.remarks:
        working.note(remark)
    if row.status not in _ADJUSTED:
        units = units_of(service)
        working.step(f"{line.shown} × units", f"{plain(rate)} × {plain(units)}", rate * units)
        return _priced(line, rate, working)
    index = number(service, "wage_index", "the hospital's wage index; 1 gives the national rate")
    working.note("Outlier payments are not computed.")
    adjust_for_wages(working, line.shown, rate, percent(known, f"{_ROOT}.labour_percent", on), index)
    _discount(line, rank, tables, working)
    _off_campus(line, tables, working)
    return _priced(line, rate, working)


def _discount(line: Line, rank: int, tables: Tables, working: Working) -> None:
    """Apply units, termination, both sides, and the discount of status T after the highest."""
    service, known = line.service, tables.parameters
    units = Decimal(whole_units(service))
    more = percent(known, f"{_ROOT}.multiple_procedure_percent", service.on)
    terminated = [modifier for modifier in _TERMINATED if modifier in service.modifiers]
    discounted = line.row.status == "T"
    if terminated:
        share = percent(known, f"{_ROOT}.terminated_percent", service.on)
        working.percent(f"Terminated or reduced (modifier {terminated[0]}), one unit", share)
    elif _BILATERAL in service.modifiers:
        both = percent(known, f"{_ROOT}.both_sides_percent", service.on)
        working.percent("Both sides (modifier 50)", 100 + more if discounted else both)
    elif discounted and rank == 0:
        working.percent("The first unit in full, each other discounted", 100 + more * (units - 1))
    else:
        working.times("× units", units)
    if discounted and rank > 0:
        working.percent("Not the highest procedure of the day: discounted", more)


def _off_campus(line: Line, tables: Tables, working: Working) -> None:
    service, known = line.service, tables.parameters
    if "PN" in service.modifiers:
        share = percent(known, f"{_ROOT}.nonexcepted_percent", service.on)
        working.percent("Off-campus department that is not excepted (modifier PN)", share)
    elif "PO" in service.modifiers and service.code in codes(known, f"{_ROOT}.off_campus_visits", service.on):
        share = percent(known, f"{_ROOT}.off_campus_visit_percent", service.on)
        working.percent("Clinic visit of an off-campus department (modifier PO)", share)


def _priced(line: Line, rate: Decimal, working: Working) -> Priced:
    amount = working.cents()
    copayment = line.row.copayment or line.row.minimum_copayment
    sides: tuple[SideAmount, ...] = ()
    if copayment is not None and rate:
        due = money(amount * copayment / rate)
        step = (
            "Copayment, in the proportion of Addendum B: "
            f"{plain(amount)} × {plain(copayment)} / {plain(rate)} = {due}, rounded"
        )
        sides = (SideAmount("copayment", due, (step,)),)
    return Priced(amount, tuple(working.lines), line.release, sides)


def _ranks(lines: Sequence[Line]) -> dict[int, int]:
    """Return for each line of status T its rank among those of its day, highest rate first."""
    ranks: dict[int, int] = {}
    days = {line.service.on for line in lines}
    for day in days:
        of_day = [line for line in lines if line.service.on == day and line.row.status == "T"]
        of_day.sort(key=lambda line: (-(line.row.rate or ZERO), line.place))
        ranks.update({line.place: rank for rank, line in enumerate(of_day)})
    return ranks
