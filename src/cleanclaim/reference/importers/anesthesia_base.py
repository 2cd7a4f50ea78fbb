"""Anesthesia base units by code, which CMS publishes for each calendar year as a table or workbook.

No official copy was at hand: the columns are found by their headings (a code, and base units).
"""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cleanclaim.codesets.physician_fees import ANESTHESIA_BASE, AnesthesiaBase
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import (
    Columns,
    broken,
    cell,
    days,
    heading,
    number,
    procedure_code,
    table_rows,
    year_of,
)

_HEADING = re.compile(
    r"^[^\n]{0,80}\b(?:CPT|HCPCS|CODE)\b[^\n]{0,120}?[\s_](?:BASE[ _]UNITS?)\b", re.I | re.M
)
_CANARIES = ("00100", "00840", "01967")  # status J in the relative values of October 2025
_MOST_UNITS = 50


def _text(file: SourceFile) -> str:
    return file.start[:4000].replace(",", " , ").replace('"', "")


def _recognise(file: SourceFile) -> bool:
    return not file.is_zip and _HEADING.search(_text(file)) is not None


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    rows, line, columns, above = Rows(), 0, None, ""
    try:
        for line, cells in table_rows(file, "\t" if "\t" in file.start[:4000] else ","):  # noqa: B007
            if columns is None:
                columns = _columns(cells, file)
                above += " ".join(cells) + " "
            elif cell(cells, columns[0]):
                code, units = procedure_code(cell(cells, columns[0])), number(cell(cells, columns[1]))
                if not Decimal(0) <= units <= _MOST_UNITS:
                    raise ValueError(f"{units} is no number of base units")
                if code in rows.by_key:
                    raise ValueError(f"{code} is there twice")
                rows.add(code, AnesthesiaBase(code, units))
    except ValueError as error:
        raise broken(file, line, str(error)) from None
    if not rows.by_key:
        raise UnreadableFile("there is no row in this table.", where=file.where)
    said = re.sub(r"copyright\D{0,12}\d{4}", "", above, flags=re.I)
    year = year_of(file, said, asked, "table of anesthesia base units")
    first, last = days(asked, date(year, 1, 1), date(year, 12, 31))
    return Draft(
        kind=ANESTHESIA_BASE.name,
        label=f"Anesthesia base units {year}",
        effective_from=first,
        effective_to=last,
        files=[file],
        counts={"codes": rows.count},
        write=rows.write,
        problems=[*in_bounds("codes", rows.count, 250, 350), *has_canaries(rows.by_key, _CANARIES)],
        rows=rows,
    )


def _columns(cells: Sequence[str], file: SourceFile) -> tuple[int, int] | None:
    """Return where code and units stand when this is the heading."""
    names = Columns(heading(cells), file)
    units = names.maybe("BASE", "UNIT")
    places = (names.maybe(word) for word in ("CPT", "HCPCS", "CODE"))
    code = next((place for place in places if place is not None and place != units), None)
    return (code, units) if code is not None and units is not None else None


IMPORTER = Importer("Anesthesia base units", _recognise, _read)
