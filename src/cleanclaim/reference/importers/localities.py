"""Localities of the physician fee schedule: GPCI, anesthesia factors, counties, ZIP codes."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cleanclaim.codesets import physician_fees as fees
from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.physician_fees import locality_key
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, quarter
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import (
    Columns,
    broken,
    cell,
    days,
    heading,
    month_in,
    number,
    table_rows,
    year_of,
)

_HIGHEST_INDEX = Decimal(4)  # malpractice in Miami was 2.5 to 3.1 over the years (unverified)
_LOCALITIES = (100, 130)  # 109 since 2024
_CANARIES = ("10112-00", "02102-01", "03602-21")  # in GPCI2025 and GPCI2026
_FACTOR = re.compile(r"\bAnes\w*\b[^,]{0,60}?\bCF\b[^,]{0,40}?(\d+\.\d+)", re.I)
_ZIP_LINE = re.compile(r"[A-Z]{2}\d{5}\d{5}[0-9A-Z ]{2}[ RB]")
_ZIP_HEADING = re.compile(r"STATE,ZIP CODE,CARRIER,LOCALITY,")
_ZIP_WIDTH = 80
_COUNTY_YEAR = re.compile(r"(\d{2})LOCCO", re.I)
_NAMED_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def _text(file: SourceFile) -> str:
    return "" if file.is_zip else file.start[:3000]


def _year(asked: Asked, year: int) -> tuple[date, date]:
    return days(asked, date(year, 1, 1), date(year, 12, 31))


def _draft(
    file: SourceFile, rows: Rows, kind: Kind[Any], label: str, *, span: tuple[date, date], problems: list[str]
) -> Draft:
    if not rows.by_key:
        raise UnreadableFile("there is no row in this table.", where=file.where)
    return Draft(
        kind=kind.name,
        label=label,
        effective_from=span[0],
        effective_to=span[1],
        files=[file],
        counts={"rows": rows.count},
        write=rows.write,
        rows=rows,
        problems=problems,
    )


def _locality(cells: Sequence[str], mac: int, locality: int) -> tuple[str, str] | None:
    """Return MAC and locality with their leading zeros; nothing for a footnote or an empty row."""
    one, two = cell(cells, mac), cell(cells, locality)
    if not one.isdigit() or not 4 <= len(one) <= 5:
        return None
    if not two.isalnum() or len(two) > 2:
        raise ValueError(f"{two!r} is not a locality")
    return one.zfill(5), two.zfill(2)


def _read_gpci(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows, columns, line = Rows(), None, 0
        high: list[str] = []
        try:
            for line, cells in table_rows(file):  # noqa: B007 - the error names it
                if columns is None:
                    if "PE GPCI" in " ".join(heading(cells)):
                        columns = Columns(heading(cells), file)
                        at = [
                            columns.find("CONTRACTOR"),
                            columns.find("LOCALITY NUMBER"),
                            columns.find("STATE"),
                            columns.find("LOCALITY NAME"),
                            columns.find("PW GPCI"),
                            columns.find("PE GPCI"),
                            columns.find("MP GPCI"),
                        ]
                    continue
                found = _locality(cells, at[0], at[1])
                if found is None:
                    if rows.by_key:
                        break
                    continue
                work, expense, malpractice = (number(cell(cells, place).rstrip("*")) for place in at[4:])
                if min(work, expense, malpractice) <= 0:
                    raise ValueError(f"an index of {min(work, expense, malpractice)} is none")
                if max(work, expense, malpractice) > _HIGHEST_INDEX:
                    high.append(f"{found[0]}-{found[1]}")
                name = cell(cells, at[3]).rstrip("* ")
                key = locality_key(*found)
                if key in rows.by_key:
                    raise ValueError(f"{key} is there twice")
                rows.add(key, fees.PriceIndices(*found, cell(cells, at[2]), name, work, expense, malpractice))
        except ValueError as error:
            raise broken(file, line, str(error)) from None
        year = year_of(file, _text(file), asked, "table of GPCIs")
        problems = in_bounds("localities", rows.count, *_LOCALITIES) + has_canaries(rows.by_key, _CANARIES)
        problems += told(f"An index above {_HIGHEST_INDEX}, which none has been", high)
        drafts.append(
            _draft(file, rows, fees.GPCI, f"GPCI {year}", span=_year(asked, year), problems=problems)
        )
    return drafts


def _read_anesthesia(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [draft for file in files for draft in _anesthesia_of(file, asked)]


def _anesthesia_of(file: SourceFile, asked: Asked) -> list[Draft]:
    """Return the factors of a file: one column, or two since the law knows two conversion factors.

    Of two the higher is that of clinicians in advanced payment models (QPP), whose update is the
    larger one (section 1848(d)(20) of the Social Security Act; unverified): no file with two was
    at hand to see how its columns are called, so the release says what it was told by.
    """
    national: dict[int, Decimal] = {}
    columns: dict[int, Rows] = {}
    line = 0
    try:
        for line, cells in table_rows(file):  # noqa: B007 - the error names it
            factors = {
                at: Decimal(found[1]) for at, text in enumerate(cells) if (found := _FACTOR.search(text))
            }
            if factors:
                if national or len(factors) > 2:
                    raise ValueError("there are more national factors than a file has")
                national = factors
                columns = {at: Rows() for at in factors}
                continue
            found_locality = _locality(cells, 0, 1)
            if found_locality is None or not national:
                continue
            key, name = locality_key(*found_locality), cell(cells, 2).rstrip("* ")
            for at, rows in columns.items():
                if key in rows.by_key:
                    raise ValueError(f"{key} is there twice")
                factor = number(cell(cells, at))
                rows.add(key, fees.AnesthesiaFactor(*found_locality, name, factor, national[at]))
    except ValueError as error:
        raise broken(file, line, str(error)) from None
    year = year_of(file, "", asked, "table of anesthesia factors")
    named = re.search(r"(?<!non)QPP", file.name, re.I) is not None
    higher = max(national.values(), default=Decimal(0))
    if len(national) > len(set(national.values())):
        raise broken(file, line, "the two national factors are the same")
    drafts = []
    for at, rows in columns.items():
        qpp = named if len(columns) == 1 else national[at] == higher
        label = f"Anesthesia conversion factors {year}{' QPP' if qpp else ''}"
        problems = in_bounds("localities", rows.count, *_LOCALITIES) + has_canaries(rows.by_key, _CANARIES)
        kind = fees.ANESTHESIA_QPP if qpp else fees.ANESTHESIA
        drafts.append(_draft(file, rows, kind, label, span=_year(asked, year), problems=problems))
    return drafts


def _read_counties(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows, line, state, started = Rows(), 0, "", False
        try:
            for line, cells in table_rows(file):  # noqa: B007 - the error names it
                if not started:
                    started = "LOCALITY NUMBER" in heading(cells)
                    continue
                found = _locality(cells, 0, 1) if cell(cells, 0) else None
                state = cell(cells, 2) or state
                if found is not None:
                    area, counties = cell(cells, 3), cell(cells, 4)
                    rows.add(locality_key(*found), fees.LocalityCounties(*found, state, area, counties))
        except ValueError as error:
            raise broken(file, line, str(error)) from None
        year = year_of(file, file.start[:200], asked, "table of localities")
        short = _COUNTY_YEAR.match(file.name)
        odd = [f"20{short[1]}"] if short and int(short[1]) != year % 100 else []
        problems = in_bounds("rows", rows.count, *_LOCALITIES) + has_canaries(rows.by_key, _CANARIES)
        problems += [_mislabelled(one, str(year)) for one in odd]
        drafts.append(
            _draft(
                file,
                rows,
                fees.LOCALITY,
                f"Localities by county {year}",
                span=_year(asked, year),
                problems=problems,
            )
        )
    return drafts


def _zip_rows(file: SourceFile) -> Iterator[tuple[int, fees.ZIPLocality, str]]:
    """Yield line, row and quarter (YYYYQ) of the ZIP code file, as lines of 80 characters or as a table."""
    if not _ZIP_HEADING.match(_text(file)):
        for line, raw in enumerate(file.lines(), 1):
            text = raw.decode("latin-1")
            if text.strip(" \x1a"):
                if len(text) != _ZIP_WIDTH or not _ZIP_LINE.match(text):
                    raise broken(file, line, "this is no line of 80 characters of the ZIP code file")
                plus_four = text[21:25].strip() if text[21:25].isdigit() else ""
                yield line, _zip_row(text[2:7] + plus_four, text, text[20]), text[75:80]
        return
    columns: Columns | None = None
    for line, cells in table_rows(file):
        if columns is None:
            columns = Columns(heading(cells), file)
            at = [columns.exact(name) for name in ("STATE", "ZIP CODE", "CARRIER", "LOCALITY", "RURAL IND")]
            flag, said = columns.exact("PLUS 4 FLAG"), columns.exact("YEAR/QTR")
        elif any(cells):
            state, code, mac, locality, rural = (cell(cells, place) for place in at)
            text = f"{state:2}{code.zfill(5):5}{mac.zfill(5):5}{locality.zfill(2):2}{rural:1}"
            if not _ZIP_LINE.fullmatch(text):
                raise broken(file, line, "this is no row of the ZIP code table")
            yield line, _zip_row(text[2:7], text, cell(cells, flag)), cell(cells, said)


def _mislabelled(named: str, said: str) -> str:
    return f"The name says {named}, the content {said}: the file may be mislabelled; the content counts."


def _zip_row(key: str, text: str, flag: str) -> fees.ZIPLocality:
    return fees.ZIPLocality(
        key, text[:2], text[7:12], text[12:14], text[14].strip(), flag == "1" and len(key) == 5
    )


def _read_zip(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows, quarters = Rows(), set()
        for line, row, said in _zip_rows(file):
            if len(said) != 5 or not said.isdigit():
                raise broken(file, line, f"{said!r} is no year and quarter")
            quarters.add(said)
            rows.add(row.zip, row)
        if len(quarters) != 1:
            raise UnreadableFile(f"the lines are of {len(quarters)} quarters.", where=file.where)
        (said,) = quarters
        year, which = int(said[:4]), int(said[4])
        month, named = month_in(file.name), _NAMED_YEAR.search(file.name)
        odd = (named and int(named[1]) != year) or (month and (month + 2) // 3 != which)
        if not 1 <= which <= 4:
            raise UnreadableFile(f"there is no quarter {which}.", where=file.where)
        span = days(asked, *quarter(year, which))
        problems = in_bounds("ZIP codes", rows.count, 40_000, 10_000_000) + has_canaries(
            {key[:5] for key in rows.by_key}, ("99501", "10001", "90210", "83414")
        )
        problems += [_mislabelled(file.name.rpartition(".")[0], f"{year} Q{which}")] if odd else []
        drafts.append(
            _draft(
                file,
                rows,
                fees.ZIP_LOCALITY,
                f"ZIP codes to localities {year} Q{which}",
                span=span,
                problems=problems,
            )
        )
    return drafts


GPCI_IMPORTER = Importer(
    "GPCI",
    lambda file: "PE GPCI" in _text(file) and "Locality Number" in _text(file),
    _read_gpci,
)
ANESTHESIA_IMPORTER = Importer(
    "Anesthesia conversion factors", lambda file: _FACTOR.search(_text(file)) is not None, _read_anesthesia
)
COUNTIES_IMPORTER = Importer(
    "Localities by county", lambda file: _text(file).startswith("COUNTIES INCLUDED IN"), _read_counties
)
ZIP_IMPORTER = Importer(
    "ZIP codes to localities",
    lambda file: bool(_ZIP_LINE.match(_text(file)) or _ZIP_HEADING.match(_text(file))),
    _read_zip,
)
