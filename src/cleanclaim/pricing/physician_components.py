"""Reductions of components for several tests or therapies on a day: indicators 4, 5, 6 and 7.

Source: RVU25D.pdf, Multiple Procedure. The reduction is taken before the OPPS cap, and tests are
ranked by the schedule's amount for the technical component (as contractors have published it in
worksheets; the manual's section was not opened).
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from cleanclaim.codesets import MPFS, MPFS_QPP, KeyedTable, NotCovered, RelativeValue
from cleanclaim.pricing import rates
from cleanclaim.pricing.physician_fee import PROFESSIONAL, TECHNICAL, UnitFee, unit_fee
from cleanclaim.pricing.physician_line import Line
from cleanclaim.pricing.rates import PHYSICIAN, Unpriced
from cleanclaim.pricing.values import Service, Tables
from cleanclaim.pricing.working import plain

IMAGING, THERAPY, CARDIOVASCULAR, OPHTHALMOLOGY = "4", "5", "6", "7"

_TECHNICAL_RATES = {
    IMAGING: ("imaging_technical_percent", "diagnostic imaging"),
    CARDIOVASCULAR: ("cardiovascular_technical_percent", "diagnostic cardiovascular tests"),
    OPHTHALMOLOGY: ("ophthalmology_technical_percent", "diagnostic ophthalmology tests"),
}


def reduce_therapy(lines: Sequence[Line], tables: Tables) -> None:
    """Pay the practice expense whole for one unit of a day's therapy, a part of it for all others."""
    mine = [line for line in lines if line.open and line.row.multiple_procedure == THERAPY]
    units = _counted(mine, "The reduction for therapy")
    if sum(units.values()) < 2:
        return
    first = max(mine, key=lambda line: (_expense(line), -line.place))
    for line in mine:
        share = rates.percent(
            tables.parameters, f"{PHYSICIAN}.therapy_practice_expense_percent", line.service.on
        )
        reduced = unit_fee(line.row, line.basis, line.service.setting, expense_percent=share)
        full = 1 if line is first else 0
        rest = units[line] - full
        working = line.working
        if full:
            working.note("Highest practice expense of the day's therapy: one unit is paid in full.")
        if not rest:
            continue
        working.note(f"Units after the first of the day: {plain(share)} % of the practice expense.")
        working.lines.extend(reduced.lines)
        before = working.amount
        amount = full * before + rest * reduced.amount
        terms = [f"{full} × {plain(before)}"] * bool(full) + [f"{rest} × {reduced.amount}"]
        working.step(f"{units[line]} units" if units[line] > 1 else "1 unit", " + ".join(terms), amount)
        line.count = Decimal(1)


def reduce_tests(lines: Sequence[Line], tables: Tables, indicator: str) -> None:
    """Reduce the technical component of all but the highest test of a kind; of imaging both."""
    mine = [line for line in lines if line.open and line.row.multiple_procedure == indicator]
    if indicator == IMAGING:
        mine = _one_session(mine, tables)
    path, what = _TECHNICAL_RATES[indicator]
    units = _counted(mine, f"The reduction for {what}")
    if sum(units.values()) < 2:
        return
    savings: dict[Line, list[tuple[int, Decimal]]] = {line: [] for line in mine}
    technical = {}
    for line in mine:
        try:
            found = _technical(line, tables)
        except Unpriced as reason:
            line.stopped = reason
            continue
        if found is not None:
            technical[line] = found
    _reduce(technical, units, savings, what=f"{what}, technical component", path=path, tables=tables)
    if indicator == IMAGING:
        professional = {line: fee for line in mine if (fee := _professional(line)) is not None}
        path = "imaging_professional_percent"
        _reduce(
            professional, units, savings, what=f"{what}, professional component", path=path, tables=tables
        )
    for line, saved in savings.items():
        if not saved or not line.open:
            continue
        working, count = line.working, units[line]
        amount = count * working.amount - sum((number * each for number, each in saved), Decimal(0))
        terms = "".join(f" − {number} × {plain(each)}" for number, each in saved)
        working.step("Less the reductions", f"{count} × {plain(working.amount)}{terms}", amount)
        line.count = Decimal(1)


def _reduce(
    fees: dict[Line, UnitFee],
    units: dict[Line, int],
    savings: dict[Line, list[tuple[int, Decimal]]],
    *,
    what: str,
    path: str,
    tables: Tables,
) -> None:
    if not fees:
        return
    first = max(fees, key=lambda line: (fees[line].uncapped, -line.place))
    for line, fee in fees.items():
        number = units[line] - (1 if line is first else 0)
        if not number:
            line.working.note(f"Highest of the session's {what}: paid in full.")
            continue
        share = rates.percent(tables.parameters, f"{PHYSICIAN}.{path}", line.service.on)
        reduced = fee.uncapped * share / 100
        working = line.working
        working.lines.extend(text for text in fee.lines if text not in working.lines)
        expression = f"{fee.uncapped} × {plain(share)} %"
        working.note(f"Second or later of the {what}: {expression} = {plain(reduced)}")
        if fee.cap is not None:
            capped = min(reduced, fee.cap)
            lower = f"lower of {plain(reduced)} and {fee.cap} = {plain(capped)}"
            working.note(f"OPPS cap after the reduction: {lower}")
            reduced = capped
        saved = fee.amount - reduced
        working.note(f"So each is paid less by: {fee.amount} − {plain(reduced)} = {plain(saved)}")
        savings[line].append((number, saved))


def _counted(lines: Sequence[Line], rule: str) -> dict[Line, int]:
    counted = {}
    for line in lines:
        try:
            counted[line] = line.whole_units(rule)
        except Unpriced as reason:
            line.stopped = reason
    return counted


def _one_session(lines: list[Line], tables: Tables) -> list[Line]:
    """Return the imaging lines of one session: family by family would need the old family numbers."""
    if not lines:
        return lines
    on = lines[0].service.on
    apart = rates.codes(tables.parameters, f"{PHYSICIAN}.separate_session_modifiers", on)
    return [line for line in lines if not any(one in apart for one in line.service.modifiers)]


def _expense(line: Line) -> Decimal:
    row = line.row
    expense = row.facility_pe if line.service.setting == "facility" else row.nonfacility_pe
    return expense * line.basis.indices.practice_expense


def _professional(line: Line) -> UnitFee | None:
    if line.row.modifier == PROFESSIONAL or line.row.pc_tc == "2":
        return line.fee
    if line.row.modifier == TECHNICAL:
        return None
    row = line.basis.row(PROFESSIONAL)
    return None if row is None else unit_fee(row, line.basis, line.service.setting)


def _technical(line: Line, tables: Tables) -> UnitFee | None:
    """Return the fee of the technical component of a line; nothing where it has none.

    Of a stand-alone whole test (PC/TC 4) it is what its technical codes are paid.
    """
    row = line.row
    if row.modifier == PROFESSIONAL or row.pc_tc == "2":
        return None
    if row.modifier == TECHNICAL or row.pc_tc == "3":
        return line.fee
    own = line.basis.row(TECHNICAL)
    if own is not None:
        return unit_fee(own, line.basis, line.service.setting)
    parts = _technical_codes(line.service, tables)
    if not parts:
        raise Unpriced(
            f"{line.service.code} is subject to a reduction of its technical component, and the file "
            f"does not tell what that is worth.",
            "by_report",
        )
    fees = [unit_fee(part, line.basis, line.service.setting) for part in parts]
    total = sum((fee.amount for fee in fees), Decimal(0))
    codes = " + ".join(part.code for part in parts)
    lines = [text for fee in fees for text in fee.lines]
    if len(fees) > 1:
        lines.append(f"{codes}: {' + '.join(str(fee.amount) for fee in fees)} = {total}")
    return UnitFee(total, total, None, tuple(lines))


def _technical_codes(service: Service, tables: Tables) -> tuple[RelativeValue, ...]:
    for kind in (MPFS_QPP, MPFS) if service.qpp else (MPFS,):
        found = tables.store.table(kind, service.on)
        if not isinstance(found, NotCovered):
            return _parts_of(found.value, service.code)
    return ()


@lru_cache(maxsize=256)
def _parts_of(table: KeyedTable[RelativeValue], code: str) -> tuple[RelativeValue, ...]:
    """Return the technical codes of a stand-alone whole test, or nothing.

    They are not linked in the file, but the whole is the sum of its parts (RVU25D.pdf, PC/TC 4),
    and these follow it: codes with PC/TC 2 and 3 are taken in order until they add up exactly.
    """
    rows = table.every(code)
    if not rows or rows[0].pc_tc != "4":
        return ()
    whole = rows[0]
    wanted = (whole.work, whole.nonfacility_pe, whole.malpractice)
    sums = (Decimal(0), Decimal(0), Decimal(0))
    technical: list[RelativeValue] = []
    keys = table.keys()
    for key in keys[keys.index(code) + 1 :]:
        part = table.every(key)[0]
        if part.pc_tc not in ("2", "3"):
            return ()
        sums = (sums[0] + part.work, sums[1] + part.nonfacility_pe, sums[2] + part.malpractice)
        if part.pc_tc == "3":
            technical.append(part)
        if sums == wanted:
            return tuple(technical)
        if any(one > most for one, most in zip(sums, wanted, strict=True)):
            return ()
    return ()
