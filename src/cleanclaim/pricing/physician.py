"""Medicare's physician fee schedule: the lines of a claim, from relative values to allowed amounts.

The order of the steps is that of docs/algorithms/pricing.md: the fee of one unit, with the OPPS cap;
reduced equipment; both sides; reductions for several tests or therapies; the percentages of modifiers and
providers; several procedures; the nonparticipating share; the lower of that and the charge. The
unit's fee is rounded to the cent as CMS publishes it, and the line's amount once more at its end.
"""

from collections import defaultdict
from collections.abc import Sequence

from cleanclaim.pricing.anesthesia import is_anesthesia, price_anesthesia
from cleanclaim.pricing.physician_cap import compare_with_published
from cleanclaim.pricing.physician_day import bundle_injections, reduce_equipment
from cleanclaim.pricing.physician_fee import basis_of, contractor_priced_cap, unit_fee
from cleanclaim.pricing.physician_line import Line
from cleanclaim.pricing.physician_modifiers import adjustments
from cleanclaim.pricing.physician_payment import finish
from cleanclaim.pricing.physician_sides import count_sides, limit_by_charges, pair_sides
from cleanclaim.pricing.physician_status import contractor_prices, place_note, row_paid
from cleanclaim.pricing.physician_surgery import reduce_surgery
from cleanclaim.pricing.physician_tests import (
    CARDIOVASCULAR,
    IMAGING,
    OPHTHALMOLOGY,
    reduce_tests,
    reduce_therapy,
)
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Answer, Priced, Service, Tables


def price_physician(services: Sequence[Service], tables: Tables) -> list[Answer]:
    """Return the answer of the physician fee schedule for each line of one claim."""
    answers: list[Answer] = [None] * len(services)
    lines: list[Line] = []
    anesthesia: list[int] = []
    for place, service in enumerate(services):
        try:
            if is_anesthesia(service, tables):
                anesthesia.append(place)
            else:
                lines.append(_opened(place, service, tables))
        except Unpriced as reason:
            answers[place] = reason.answer
    if anesthesia:
        found = price_anesthesia([services[place] for place in anesthesia], tables)
        for place, answer in zip(anesthesia, found, strict=True):
            answers[place] = answer
    by_day: dict[object, list[Line]] = defaultdict(list)
    for line in lines:
        by_day[line.day].append(line)
    for together in by_day.values():
        _price_day(together, tables)
    for line in lines:
        answers[line.place] = line.stopped.answer if line.stopped else finish(line, tables)
    for line in lines:
        if line.is_second_side and line.other_side is not None:
            _limit_sides(line.other_side, line, answers)
    return answers


def _limit_sides(first: Line, second: Line, answers: list[Answer]) -> None:
    one, other = answers[first.place], answers[second.place]
    if isinstance(one, Priced) and isinstance(other, Priced):
        answers[first.place], answers[second.place] = limit_by_charges(first, one, second, other)


def _opened(place: int, service: Service, tables: Tables) -> Line:
    if not service.units.is_finite() or service.units <= 0:
        raise Unpriced("There are no units to price.", "units")
    basis = basis_of(service, tables)
    row = row_paid(service, basis)
    if row.status == "C":
        fee = contractor_priced_cap(basis, row, service.setting)
        if fee is None:
            raise contractor_prices(service, basis)
    else:
        fee = unit_fee(row, basis, service.setting)
    line = Line(place, service, row, basis, fee)
    working = line.working
    shown = f"{row.code}-{row.modifier}" if row.modifier else row.code
    where = f"{basis.indices.mac}-{basis.indices.locality} {basis.indices.name}"
    working.note(f"{basis.release}, {shown}, status {row.status}; {basis.indices_release}, {where}")
    working.lines.extend(fee.lines)
    working.amount = fee.amount
    compare_with_published(line, tables)
    in_hospital = place_note(service, row)
    if in_hospital:
        working.note(in_hospital)
    if row.status == "C":
        working.note("Priced by the contractor (status C): the most that may be paid is the OPPS cap.")
    if row.status == "R":
        working.note("Restricted coverage (status R): paid only where special conditions are met.")
    if row.facility_na if service.setting == "facility" else row.nonfacility_na:
        working.note(
            f"Rarely or never done in a {service.setting} setting (NA): the schedule's figure as printed."
        )
    return line


def _price_day(lines: list[Line], tables: Tables) -> None:
    for line in lines:
        try:
            reduce_equipment(line, tables)
            count_sides(line, tables)
        except Unpriced as reason:
            line.stopped = reason
    for indicator in (IMAGING, CARDIOVASCULAR, OPHTHALMOLOGY):
        _guarded(lines, indicator, tables)
    reduce_therapy(lines, tables)
    for line in lines:
        if line.open:
            _take_percentages(line, tables)
    pair_sides(lines, tables)
    reduce_surgery(lines, tables)
    bundle_injections(lines)
    for line in lines:
        if line.open:
            line.working.times(f"{line.count} units", line.count)


def _guarded(lines: list[Line], indicator: str, tables: Tables) -> None:
    if any(line.row.multiple_procedure == indicator for line in lines):
        reduce_tests(lines, tables, indicator)


def _take_percentages(line: Line, tables: Tables) -> None:
    try:
        for each in adjustments(line.service, line.row, tables):
            line.share *= each.percent / 100
            line.working.percent(each.what, each.percent)
            if each.note:
                line.working.note(each.note)
    except Unpriced as reason:
        line.stopped = reason
