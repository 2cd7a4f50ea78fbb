"""HCPCS Level II: ``HCPC2026_OCT_ANWEB.xlsx``, that table as CSV, or as fixed-width text."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from cleanclaim.codesets.code_lists import HCPCS, HCPCSCode
from cleanclaim.primitives import InvalidValue, UnreadableFile, parse_ccyymmdd
from cleanclaim.reference.checks import has_canaries, in_bounds
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, quarter, quarter_of
from cleanclaim.reference.hcpcs_text import fixed_width_rows, is_fixed_width
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import (
    Columns,
    Row,
    broken,
    cell,
    days,
    heading,
    month_in,
    table_rows,
    undated,
)

_NAME = re.compile(r"HCPC(\d{4})_?([A-Z]{3})_?ANWEB", re.I)
_FIRST = ("3", "7")
_CONTINUED = ("4", "8")
_CANARIES = ("A0428", "A4550", "E0601", "G0008", "J1100", "V2020", "V5364", "LT", "RT", "GA")
_ADA = "D"


def _recognise(file: SourceFile) -> bool:
    if file.is_zip:
        return _NAME.search(file.name) is not None
    return "HCPC,SEQNUM,RECID" in file.start or is_fixed_width(file)


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    first, last = _days(file, asked)
    rows, line, columns = Rows(), 0, None
    entries: dict[str, HCPCSCode] = {}
    try:
        for line, cells in _rows(file):  # noqa: B007 - the error names it
            if columns is None:
                if heading(cells)[:3] == ["HCPC", "SEQNUM", "RECID"]:
                    columns = _Places(Columns(heading(cells), file))
            elif cell(cells, 0):
                _take(cells, columns, entries)
    except (ValueError, InvalidValue) as error:
        raise broken(file, line, str(error)) from None
    if not entries:
        raise UnreadableFile("there is no HCPCS table in this file.", where=file.where)
    newest = max(entry.changed or entry.effective_from for entry in entries.values())
    if newest.year > last.year + 1:
        raise UnreadableFile(f"a code changes on {newest}, long after {last}.", where=file.where)
    for code, entry in entries.items():
        rows.add(code, entry, entry.title or entry.short)
    codes = sum(1 for code in entries if len(code) == 5)
    return Draft(
        kind=HCPCS.name,
        label=f"HCPCS Level II {first.year} Q{quarter_of(first)[1]}",
        effective_from=asked.effective_from or date(first.year, 1, 1),
        effective_to=last,
        files=[file],
        counts={"codes": codes, "modifiers": len(entries) - codes},
        write=rows.write,
        problems=[
            *in_bounds("codes", codes, 6_000, 15_000),
            *has_canaries(entries, _CANARIES),
            *(
                [f"No code was added or changed after {newest}, though some are every year: mislabelled?"]
                if newest < date(first.year, 1, 1)
                else []
            ),
        ],
    )


def _rows(file: SourceFile) -> Iterator[Row]:
    return fixed_width_rows(file) if not file.is_zip and is_fixed_width(file) else table_rows(file)


class _Places:
    """Where the columns stand that are kept."""

    def __init__(self, columns: Columns) -> None:
        self.code, self.record = columns.exact("HCPC"), columns.exact("RECID")
        self.long, self.short = columns.exact("LONG DESCRIPTION"), columns.exact("SHORT DESCRIPTION")
        self.coverage, self.betos = columns.exact("COV"), columns.exact("BETOS")
        self.asc, self.action = columns.exact("ASC_GRP"), columns.exact("ACTION CD")
        self.added, self.changed = columns.exact("ADD DT"), columns.exact("ACT EFF DT")
        self.ended = columns.exact("TERM DT")
        self.types = [columns.exact(f"TOS{number}") for number in range(1, 6)]
        self.prices = [columns.exact(f"PRICE{number}") for number in range(1, 5)]
        self.references = [columns.exact(f"XREF{number}") for number in range(1, 6)]


def _take(cells: list[str], at: _Places, entries: dict[str, HCPCSCode]) -> None:
    code, record = cell(cells, at.code).upper(), cell(cells, at.record)
    # Codes that begin with D are the ADA's, those that begin with a digit the AMA's.
    ours = len(code) == 2 or (code[:1] != _ADA and not code[:1].isdigit())
    title = cell(cells, at.long) if ours else ""
    if record in _CONTINUED:
        before = entries.get(code)
        if before is None:
            raise ValueError(f"{code} is continued before it begins")
        entries[code] = _with_title(before, f"{before.title} {title}".strip())
        return
    if record not in _FIRST:
        raise ValueError(f"{record!r} is not a record type")
    if len(code) != (5 if record == "3" else 2) or not code.isalnum():
        raise ValueError(f"{code!r} is not a HCPCS code")
    if code in entries:
        raise ValueError(f"{code} is there twice")
    entries[code] = HCPCSCode(
        effective_from=_day(cell(cells, at.added)) or date.min,
        effective_to=_day(cell(cells, at.ended)),
        code=code,
        title=title,
        short=cell(cells, at.short) if ours else "",
        coverage=cell(cells, at.coverage),
        betos=cell(cells, at.betos),
        types_of_service=_some(cells, at.types),
        pricing=_some(cells, at.prices),
        asc_group=cell(cells, at.asc),
        cross_references=_some(cells, at.references),
        changed=_day(cell(cells, at.changed)),
        action=cell(cells, at.action),
    )


def _with_title(entry: HCPCSCode, title: str) -> HCPCSCode:
    return replace(entry, title=title)


def _some(cells: list[str], places: list[int]) -> tuple[str, ...]:
    return tuple(text for place in places if (text := cell(cells, place)))


def _day(text: str) -> date | None:
    return parse_ccyymmdd(text) if text else None


# Codes that have ended stay in the table for years, and every row says from when to when it holds: a table
# serves the earlier quarters of its year too. Where theirs is loaded, it is the later cut that answers.
def _days(file: SourceFile, asked: Asked) -> tuple[date, date]:
    named = _NAME.search(file.name)
    month = month_in(named[2]) if named else None
    if named is None or month is None:
        if asked.effective_from is None:
            raise undated(file, "HCPCS table")
        first, last = quarter(*quarter_of(asked.effective_from))
    else:
        first, last = quarter(int(named[1]), (month + 2) // 3)
    return days(asked, first, last)


IMPORTER = Importer("HCPCS Level II", _recognise, _read)
