"""Lists of codes as a user has them: CARC, RARC, claim status and its categories, places of service.

X12 licenses the texts of the first four; whoever has a licence exports them as he likes. So the
columns are taken by what their headings mean, and the list by its name, title or heading. The texts
stay in the user's own store.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from cleanclaim.codesets.claim_lists import (
    ADJUSTMENT_REASON,
    CLAIM_STATUS,
    CLAIM_STATUS_CATEGORY,
    REMARK,
    ListedCode,
)
from cleanclaim.codesets.code_lists import PLACE_OF_SERVICE, PlaceOfServiceCode
from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.shipped_lists import shipped_rows
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import in_bounds
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.spreadsheet import sheet_rows
from cleanclaim.reference.tables import broken, cell, days, heading, undated

_PREAMBLE = 40
_SPAN = re.compile(r"\d{2} ?[-–] ?\d{2}")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")
_WORDED = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) "
    r"(\d{1,2}), (\d{4})"
)
_EXCEL = date(1899, 12, 30)
_TEXT = ("DESCRIPTION", "DEFINITION", "MEANING", "TEXT", "MESSAGE", "TITLE", "NAME", "VALUE")
_TITLE = re.compile(r"PLACE OF SERVICE NAME|POS NAME")
_START = ("START", "EFFECTIVE", "BEGIN", "ADDED")
_STOP = ("STOP", "END", "DEACTIVAT", "TERMINAT", "EXPIR")
_CHANGED = ("MODIFIED", "UPDATED", "CHANGED")


@dataclass(frozen=True)
class _List:
    kind: Kind[Any]
    says: re.Pattern[str]
    shape: re.Pattern[str]
    bounds: tuple[int, int]
    holds: timedelta


# X12 renews its lists three times a year; 150 days after the last change one is missing.
_LISTS = (
    _List(
        CLAIM_STATUS_CATEGORY,
        re.compile(r"claim\W*status\W*categor|\bCSCC\b|\b507\b", re.I),
        re.compile(r"[ADEFPR]\d{1,2}[A-Z]?|DR\d{2}"),
        (40, 200),
        timedelta(150),
    ),
    _List(
        CLAIM_STATUS,
        re.compile(r"claim\W*status\W*codes?\b|\bCSC\b|\b508\b", re.I),
        re.compile(r"\d{1,4}"),
        (600, 2_000),
        timedelta(150),
    ),
    _List(
        ADJUSTMENT_REASON,
        re.compile(r"adjustment\W*reason|\bCARCs?\b|\b139\b", re.I),
        re.compile(r"\d{1,3}|[ABDPWY]\d{1,2}"),
        (250, 500),
        timedelta(150),
    ),
    _List(
        REMARK,
        re.compile(r"remark\W*codes?|\bRARCs?\b|\b411\b", re.I),
        re.compile(r"M\d{1,3}|MA\d{1,3}|N\d{1,4}"),
        (800, 2_500),
        timedelta(150),
    ),
    _List(
        PLACE_OF_SERVICE,
        re.compile(r"place\W*of\W*service|\bPOS\b", re.I),
        re.compile(r"\d{2}"),
        (40, 99),
        timedelta(366),
    ),
)

_Table = tuple[int, list[str], list[tuple[int, list[str]]]]
"""The row of the heading, the heading, and the rows below it."""


def _recognise(file: SourceFile) -> bool:
    if file.is_zip:
        return file.suffix == ".xlsx" and _named(file.name) is not None
    found = _head(file.start)
    return found is not None and _which(file.name, file.start[: found[1]], found[0]) is not None


def _head(start: str) -> tuple[str, int] | None:
    """Return the heading of a text and where it ends, when a column of codes and one of texts are in it."""
    at = 0
    for line in start.splitlines(keepends=True)[:_PREAMBLE]:
        at += len(line)
        names = heading(re.split(r"[\t,;|]", line.replace('"', "").removeprefix("\xef\xbb\xbf")))
        if _columns(names) is not None:
            return line, at
    return None


def _columns(names: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of the code and of its text."""
    code = next((at for at, name in enumerate(names) if _is_code(name)), None)
    if code is None:
        return None
    title = next((at for at, name in enumerate(names) if _TITLE.fullmatch(name)), None)
    if title is not None:
        return code, title
    for word in _TEXT:
        for at, name in enumerate(names):
            if at != code and len(name) <= 60 and word in name:
                return code, at
    return None


def _is_code(name: str) -> bool:
    return name in {"CODE", "CARC", "RARC", "CSC", "CSCC", "POS"} or (
        re.fullmatch(r"[A-Z ]{0,45}\bCODES?(\(S\))?( VALUE)?", name) is not None
    )


def _named(text: str) -> _List | None:
    spaced = re.sub(r"[_\-.]", " ", text)
    return next((one for one in _LISTS if one.says.search(spaced)), None)


def _which(name: str, above: str, line: str) -> _List | None:
    """Return which list a file is: its heading and title say it, else its name."""
    return _named(line) or _named(above) or _named(name)


def _table(file: SourceFile) -> tuple[_List, _Table]:
    above: list[str] = []
    for number, cells in (rows := _cells(file)):
        names = heading(cells)
        if _columns(names) is not None:
            found = _which(file.name, " ".join(above), " ".join(cells))
            if found is None:
                break
            return found, (number, names, list(rows))
        above.extend(cells)
        if number > _PREAMBLE:
            break
    raise UnreadableFile(
        "this list of codes has no heading with a code and a description.",
        where=file.where,
        fix="Give its first row the headings Code and Description, and name the list in the file's name.",
    )


def _cells(file: SourceFile) -> Iterator[tuple[int, list[str]]]:
    if file.is_zip:
        yield from enumerate(sheet_rows(file), 1)
        return
    found = _head(file.start)
    line = found[0] if found is not None else ""
    delimiter = max("\t,;|", key=line.count)
    reader = csv.reader(io.StringIO(file.text(), newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise broken(file, reader.line_num, str(error)) from None


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    which, (line, names, table) = _table(file)
    places = _columns(names)
    assert places is not None
    starts, stops, changes = (_column(names, words, places) for words in (_START, _STOP, _CHANGED))
    entries: dict[str, tuple[str, date | None]] = {}
    dates: list[date] = []
    first: list[date] = []
    try:
        for line, cells in table:  # noqa: B007 - the error names it
            code, text = cell(cells, places[0]).upper(), cell(cells, places[1])
            if not any(one.strip() for one in cells) or _SPAN.fullmatch(code) or text.upper() == "UNASSIGNED":
                continue
            if file.is_zip and which.kind is PLACE_OF_SERVICE and code.isdigit():
                code = code.zfill(2)  # a workbook keeps 01 as 1
            if not which.shape.fullmatch(code):
                if not text and not cell(cells, 1):
                    continue  # a footnote
                raise ValueError(f"{code[:20]!r} is no code of this list")
            if code in entries:
                raise ValueError(f"{code} is there twice")
            begins, ends, changed = (_day(cell(cells, at)) for at in (starts, stops, changes))
            first.extend(one for one in (begins,) if one)
            dates.extend(one for one in (begins, changed) if one)
            dates.extend(_worded(" ".join(cells)))
            entries[code] = (text, ends)
    except ValueError as error:
        raise broken(file, line, str(error)) from None
    if not entries:
        raise UnreadableFile("there is no code in this list.", where=file.where)
    if asked.effective_from is None and not dates:
        raise undated(file, "list of codes")
    as_of = max(dates, default=asked.effective_from)
    assert as_of is not None
    begin, end = days(
        asked, min(first, default=as_of), max(as_of, asked.effective_from or as_of) + which.holds
    )
    rows = Rows()
    for code, (text, ends) in entries.items():
        rows.add(
            code, _entry(which, code, text, ended=ends is not None and ends <= as_of, name=file.name), text
        )
    return Draft(
        kind=which.kind.name,
        label=f"{which.kind.title} as supplied, {as_of}",
        effective_from=begin,
        effective_to=end,
        files=[file],
        counts={"codes": len(entries)},
        write=rows.write,
        problems=in_bounds("codes", len(entries), *which.bounds),
        remarks=[
            f"Last change {as_of}; taken to hold to {end}.",
            *(
                ["The texts are X12's: they stay in this store."]
                if which.kind is not PLACE_OF_SERVICE
                else []
            ),
        ],
    )


def _entry(which: _List, code: str, text: str, *, ended: bool, name: str) -> msgspec.Struct:
    if which.kind is PLACE_OF_SERVICE:
        # Whether the facility amounts apply is not in the published list.
        shipped = shipped_rows(PLACE_OF_SERVICE).get(code)
        return PlaceOfServiceCode(code, text, shipped.facility if shipped is not None else None, name)
    return ListedCode(code, text, ended, source=name)


def _column(names: Sequence[str], words: Sequence[str], taken: Sequence[int]) -> int | None:
    return next(
        (at for at, name in enumerate(names) if at not in taken and any(word in name for word in words)), None
    )


def _day(text: str) -> date | None:
    """Return the day of a cell: CCYY-MM-DD, MM/DD/YYYY or a workbook's number of days; none for others."""
    found = _DATE.search(text)
    if found is not None:
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[4], found[5])
        return date(int(year), int(month), int(day))
    if re.fullmatch(r"\d{5}(\.0)?", text):
        return _EXCEL + timedelta(int(float(text)))
    return None


def _worded(text: str) -> Iterator[date]:
    for month, day, year in _WORDED.findall(text):
        yield datetime.strptime(f"{month} {day} {year}", "%B %d %Y").date()  # noqa: DTZ007 - no time in it


IMPORTER = Importer("Lists of codes (CARC, RARC, claim status, place of service)", _recognise, _read)
