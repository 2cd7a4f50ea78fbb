"""Physician fee schedule relative values: ``PPRRVU2026_Oct_nonQPP.csv`` and its like, as CSV or text."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import PurePath

from cleanclaim.codesets.physician_fees import MPFS, MPFS_QPP, RelativeValue
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, quarter
from cleanclaim.reference.importers.mpfs_text import is_relative_value_text, named_month, text_values
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import (
    Columns,
    Row,
    broken,
    cell,
    days,
    heading,
    month_in,
    number,
    procedure_code,
    table_rows,
    undated,
)

_TITLE = re.compile(r"(20\d{2}) National Physician Fee Schedule Relative Value File (\w+) Release", re.I)
_NAMED_YEAR = re.compile(r"PPRRVU(\d{4}|\d{2})", re.I)
_YEAR_BEFORE_MONTH = re.compile(r"PPRRVU\d+", re.I)
_RELEASED = re.compile(r"\bRELEASED\s+(\d{1,2})/(\d{1,2})/(20\d{2})", re.I)
_BEFORE = timedelta(days=120)
"""A release appears at most so long before its quarter."""
_QPP_NAME = re.compile(r"(?<!non)QPP", re.I)
_QPP_INDICATOR = "1"  # 9 in the file without it (FORMATS.md)
_CANARIES = ("99213", "99214", "71046", "93010", "00100", "99607", "A0021", "G0101", "V5364")
"""Among them the ends of the file: some releases begin with the letters, some with the digits."""
_MODIFIERS = ("", "26", "TC", "53")


def _recognise(file: SourceFile) -> bool:
    return _is_table(file) or is_relative_value_text(file)


def _is_table(file: SourceFile) -> bool:
    return not file.is_zip and _TITLE.search(file.start[:2000]) is not None and "\nHCPCS,MOD," in file.start


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    tables = [file for file in files if _is_table(file)]
    stems = {PurePath(file.name).stem.lower() for file in tables}
    # The zip holds each table as CSV and as text: one of them is enough.
    texts = [file for file in files if file not in tables and PurePath(file.name).stem.lower() not in stems]
    return [_draft(file, asked) for file in (*tables, *texts)]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    if _is_table(file):
        year, month = _titled_month(file)
        values = _table_values(file)
    else:
        year, month = named_month(file)
        values = text_values(file)
    rows, line, indicators, factors = Rows(), 0, set(), set()
    odd: list[str] = []
    seen: set[tuple[str, str]] = set()
    try:
        for line, value in values:  # noqa: B007 - the error names it
            if value.modifier not in _MODIFIERS:
                raise ValueError(f"{value.modifier!r} is not a component")
            if (value.code, value.modifier) in seen:
                raise ValueError(f"{value.code} {value.modifier} is there twice")
            seen.add((value.code, value.modifier))
            indicators.add(value.price_indicator)
            factors.add(value.conversion_factor)
            if not _adds_up(value):
                odd.append(f"{value.code} {value.modifier}".strip())
            rows.add(value.code, value)
    except ValueError as error:
        raise broken(file, line, str(error)) from None
    qpp = indicators == {_QPP_INDICATOR}
    if qpp != (_QPP_NAME.search(file.name) is not None) and (qpp or indicators - {""}):
        raise UnreadableFile(
            "the name and the price indicators differ on whether this is the QPP file.",
            where=file.where,
            fix="Give it its published name.",
        )
    first, last = days(asked, *quarter(year, (month + 2) // 3))
    made, named = _released(file), month_in(_YEAR_BEFORE_MONTH.sub("", file.name))
    return Draft(
        kind=(MPFS_QPP if qpp else MPFS).name,
        label=f"MPFS relative values {year} Q{(month + 2) // 3}{' QPP' if qpp else ''}",
        effective_from=first,
        effective_to=last,
        files=[file],
        counts={"rows": rows.count, "codes": len(rows.by_key)},
        write=rows.write,
        rows=rows,
        problems=[
            *in_bounds("rows", rows.count, 14_000, 25_000),
            *has_canaries(rows.by_key, _CANARIES),
            *told("Work, practice expense and malpractice do not add up to the total", odd),
            *([f"{len(factors)} conversion factors in one file."] if len(factors) > 1 else []),
            *(
                [f"The name says month {named}, the title {month}: mislabelled? The title counts."]
                if named not in (None, month)
                else []
            ),
            *(
                [f"It says that it was released on {made}, long before or after its quarter: mislabelled?"]
                if made is not None and not first - _BEFORE <= made <= last
                else []
            ),
        ],
        remarks=[f"Conversion factor {', '.join(str(one) for one in sorted(factors))}."],
    )


def _released(file: SourceFile) -> date | None:
    """Return the day on which the heading says that the file was released."""
    said = _RELEASED.search(file.start[:2000])
    try:
        return date(int(said[3]), int(said[1]), int(said[2])) if said else None
    except ValueError:
        return None


def _titled_month(file: SourceFile) -> tuple[int, int]:
    """Return year and month of the title; raises ``UnreadableFile`` where the name has another year."""
    title = _TITLE.search(file.start[:2000])
    month = month_in(title[2]) if title else None
    if title is None or month is None:
        raise undated(file, "relative value file")
    named = _NAMED_YEAR.search(file.name)
    if named and int(named[1]) % 100 != int(title[1]) % 100:
        raise UnreadableFile(
            f"the name says {named[1]}, the title {title[1]}.",
            where=file.where,
            fix="The file is mislabelled: fetch it again.",
        )
    return int(title[1]), month


def _table_values(file: SourceFile) -> Iterator[tuple[int, RelativeValue]]:
    table = iter(table_rows(file))
    at = _Places(Columns(_stacked(table, file), file))
    for line, cells in table:
        if cell(cells, at.code):
            try:
                yield line, _value(cells, at)
            except ValueError as error:
                raise broken(file, line, str(error)) from None


def _stacked(table: Iterator[Row], file: SourceFile) -> list[str]:
    """Return the names of the columns, each put together from the last two rows of the heading."""
    above: list[str] = []
    for _, cells in table:
        names = heading(cells)
        if names[:2] == ["HCPCS", "MOD"]:
            above += [""] * (len(names) - len(above))
            return [f"{one} {two}".strip() for one, two in zip(above, names, strict=False)]
        above = names
    raise UnreadableFile("the heading HCPCS, MOD, … is missing.", where=file.where)


class _Places:
    """Where the columns stand, by their stacked names: the positions differ from year to year."""

    def __init__(self, columns: Columns) -> None:
        find = columns.exact
        self.code, self.modifier, self.status = find("HCPCS"), find("MOD"), find("STATUS CODE")
        self.not_used = columns.find("MEDICARE", "PAYMENT")
        self.work, self.malpractice = find("WORK RVU"), find("MP RVU")
        self.nonfacility, self.facility = find("NON-FAC PE RVU"), find("FACILITY PE RVU")
        self.nonfacility_na = columns.find("NA INDICATOR")
        self.facility_na = columns.find("NA INDICATOR", nth=2)
        if not self.nonfacility < self.nonfacility_na < self.facility < self.facility_na:
            columns.exact("NA INDICATOR beside its practice expense")
        self.nonfacility_total, self.facility_total = find("NON-FACILITY TOTAL"), find("FACILITY TOTAL")
        self.pc_tc, self.days = find("PCTC IND"), find("GLOB DAYS")
        self.pre, self.intra, self.post = find("PRE OP"), find("INTRA OP"), find("POST OP")
        self.multiple, self.bilateral = find("MULT PROC"), find("BILAT SURG")
        self.assistant, self.co, self.team = find("ASST SURG"), find("CO- SURG"), find("TEAM SURG")
        self.price = columns.maybe("PRIC IND")
        self.base, self.factor = find("ENDO BASE"), find("CONV FACTOR")
        self.supervision, self.flag = find("DIAGNOSTIC PROCEDURES"), find("CALCULATION FLAG")
        self.family = find("FAMILY INDICATOR")
        self.opps = [columns.find("PAYMENT AMOUNT", nth=nth) for nth in (1, 2, 3)]


def _value(cells: list[str], at: _Places) -> RelativeValue:
    def amount(place: int) -> Decimal:
        return number(cell(cells, place))

    return RelativeValue(
        code=procedure_code(cell(cells, at.code)),
        modifier=cell(cells, at.modifier),
        status=cell(cells, at.status),
        work=amount(at.work),
        nonfacility_pe=amount(at.nonfacility),
        facility_pe=amount(at.facility),
        malpractice=amount(at.malpractice),
        nonfacility_total=amount(at.nonfacility_total),
        facility_total=amount(at.facility_total),
        conversion_factor=amount(at.factor),
        pc_tc=cell(cells, at.pc_tc),
        global_days=cell(cells, at.days),
        preoperative=amount(at.pre),
        intraoperative=amount(at.intra),
        postoperative=amount(at.post),
        multiple_procedure=cell(cells, at.multiple),
        bilateral=cell(cells, at.bilateral),
        assistant=cell(cells, at.assistant),
        co_surgeons=cell(cells, at.co),
        team=cell(cells, at.team),
        endoscopic_base=cell(cells, at.base),
        supervision=cell(cells, at.supervision),
        imaging_family=cell(cells, at.family),
        opps_nonfacility_pe=amount(at.opps[0]),
        opps_facility_pe=amount(at.opps[1]),
        opps_malpractice=amount(at.opps[2]),
        nonfacility_na=cell(cells, at.nonfacility_na) == "NA",
        facility_na=cell(cells, at.facility_na) == "NA",
        not_used_for_medicare=bool(cell(cells, at.not_used)),
        calculation_flag=cell(cells, at.flag),
        price_indicator=cell(cells, at.price),
    )


def _adds_up(value: RelativeValue) -> bool:
    return (
        value.work + value.nonfacility_pe + value.malpractice == value.nonfacility_total
        and value.work + value.facility_pe + value.malpractice == value.facility_total
    )


IMPORTER = Importer("Physician fee schedule relative values", _recognise, _read)
