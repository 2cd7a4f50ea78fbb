"""NCCI add-on code edits: ``AOC_V2026Q4-F-MCR.txt`` (fixed width) or the workbook of that name."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cleanclaim.codesets.ncci import ADD_ON, AddOnEdit
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, quarter
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import broken, cell, days, heading, procedure_code, table_rows, undated

_NAME = re.compile(r"AOC_V(\d{4})Q([1-4])", re.I)
_LINE = re.compile(r"[123][0-9A-Z]{5}[0-9 ]{7}[0-9A-Z]{5}[0-9 ]{7}\d{7}[0-9 ]{7}")
_COLUMNS = (
    "AOC_EDIT_TYPE",
    "ADD-ON_CODE",
    "AOC_DELDT",
    "PRIMARY_CODE",
    "PRIMARY_CODE_DELDT",
    "AOC_EDIT_EFFDT",
    "AOC_EDIT_DELDT",
)
_CANARIES = ("11045", "96361", "0054T", "G2212")  # in AOC_V2026Q3, beside 7,743 rows


def _recognise(file: SourceFile) -> bool:
    if file.is_zip:
        return _NAME.search(file.name) is not None
    return _LINE.match(file.start) is not None or "AOC_Edit_Type" in file.start[:4000]


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    named = _NAME.search(file.name)
    if named is None and asked.effective_to is None:
        raise undated(file, "table of add-on codes")
    last = quarter(int(named[1]), int(named[2]))[1] if named else asked.effective_to
    assert last is not None
    rows, first_day, line = Rows(), date.max, 0
    types: dict[int, int] = {}
    try:
        for line, fields in _fields(file):  # noqa: B007 - the error names it
            edit = _edit(fields)
            if edit.effective_from > last:
                raise ValueError(f"the edit begins on {edit.effective_from}, after this release ends")
            first_day = min(first_day, edit.effective_from)
            types[edit.edit_type] = types.get(edit.edit_type, 0) + 1
            rows.add(edit.add_on, edit)
    except ValueError as error:
        raise broken(file, line, str(error)) from None
    if not rows.by_key:
        raise UnreadableFile("there is no add-on edit in this file.", where=file.where)
    start, end = days(asked, first_day, last)
    return Draft(
        kind=ADD_ON.name,
        label=f"NCCI add-on codes {end.year} Q{(end.month + 2) // 3}",
        effective_from=start,
        effective_to=end,
        files=[file],
        counts={"rows": rows.count} | {f"type {one}": types[one] for one in sorted(types)},
        write=rows.write,
        rows=rows,
        problems=[*in_bounds("rows", rows.count, 5_000, 15_000), *has_canaries(rows.by_key, _CANARIES)],
    )


def _fields(file: SourceFile) -> Iterator[tuple[int, Sequence[str]]]:
    if not file.is_zip and _LINE.match(file.start):
        for number, raw in enumerate(file.lines(), 1):
            text = raw.decode("latin-1")
            if text.strip(" \x1a"):
                yield (
                    number,
                    tuple(
                        text[a:b]
                        for a, b in ((0, 1), (1, 6), (6, 13), (13, 18), (18, 25), (25, 32), (32, 39))
                    ),
                )
        return
    places: list[int] | None = None
    for number, cells in table_rows(file):
        if places is None:
            names = heading(cells)
            if names[:1] == [_COLUMNS[0]]:
                places = [names.index(name) for name in _COLUMNS]
        elif any(one.strip() for one in cells):
            yield number, tuple(cell(cells, place) for place in places)


def _edit(fields: Sequence[str]) -> AddOnEdit:
    kind, add_on, add_on_ends, primary, primary_ends, first, last = (one.strip() for one in fields)
    if kind not in ("1", "2", "3"):
        raise ValueError(f"{kind!r} is not a type of add-on edit")
    begins = _day(first)
    if begins is None:
        raise ValueError("the edit has no first day")
    return AddOnEdit(
        effective_from=begins,
        effective_to=_day(last),
        add_on=procedure_code(add_on),
        primary=procedure_code(primary),
        edit_type=int(kind),
        add_on_ends=_shown(add_on_ends),
        primary_ends=_shown(primary_ends),
    )


def _day(text: str) -> date | None:
    """Return the day of YYYYDDD; blanks or zeros are none."""
    if not text.strip("0"):
        return None
    if len(text) != 7 or not text.isdigit():
        raise ValueError(f"{text!r} is not a date of the form YYYYDDD")
    day = date(int(text[:4]), 1, 1) + timedelta(int(text[4:]) - 1)
    if day.year != int(text[:4]):
        raise ValueError(f"{text!r} is not a date of the form YYYYDDD")
    return day


def _shown(text: str) -> str:
    day = _day(text)
    return day.isoformat() if day else ""


IMPORTER = Importer("NCCI add-on codes", _recognise, _read)
