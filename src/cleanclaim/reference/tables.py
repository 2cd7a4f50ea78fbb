"""Rows of text tables, with columns found by their headings, and cells read strictly."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.draft import Asked
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.spreadsheet import sheet_rows

_SPACES = re.compile(r"\s+")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

Row = tuple[int, list[str]]
"""The number of a row in its file, from 1, and its cells."""


def table_rows(file: SourceFile, delimiter: str = ",") -> Iterator[Row]:
    """Yield the rows of a delimited text or of a workbook's first sheet; a cell is plain text."""
    if file.is_zip:
        yield from enumerate(sheet_rows(file), 1)
        return
    reader = csv.reader(io.StringIO(file.text(), newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise broken(file, reader.line_num, str(error)) from None


def heading(cells: Sequence[str]) -> list[str]:
    """Return headings in capitals with single blanks, to be compared."""
    return [_SPACES.sub(" ", cell).strip().upper() for cell in cells]


class Columns:
    """Where the columns of a table stand, by their headings."""

    def __init__(self, names: Sequence[str], file: SourceFile) -> None:
        self.names = list(names)
        self._file = file

    def find(self, *words: str, nth: int = 1) -> int:
        """Return the place of the nth column of which the heading holds all the words."""
        found = self.maybe(*words, nth=nth)
        if found is None:
            raise UnreadableFile(
                f"the column {' … '.join(words)} is missing.",
                where=self._file.where,
                fix="This layout is not known: please report it.",
            )
        return found

    def maybe(self, *words: str, nth: int = 1) -> int | None:
        """Return the place of the nth such column, nothing when there is none."""
        places = [place for place, name in enumerate(self.names) if all(word in name for word in words)]
        return places[nth - 1] if len(places) >= nth else None

    def exact(self, name: str) -> int:
        """Return the place of the column of just this heading."""
        if name not in self.names:
            raise UnreadableFile(f"the column {name} is missing.", where=self._file.where)
        return self.names.index(name)


def cell(cells: Sequence[str], place: int | None) -> str:
    """Return a cell without blanks around it; empty when the row ends before it."""
    return cells[place].strip() if place is not None and place < len(cells) else ""


def number(text: str) -> Decimal:
    """Return a printed number (``$1,234.50``); raises ``ValueError`` when it is none."""
    found = number_or_none(text)
    if found is None:
        raise ValueError(f"{text!r} is not a number")
    return found


def number_or_none(text: str) -> Decimal | None:
    """Return a printed number, nothing for an empty cell; raises ``ValueError`` for other text.

    A lone point is empty too: SAS, which prints CMS's tables, writes a missing value so.
    """
    bare = text.replace("$", "").replace(",", "").replace("\xa0", "").strip()
    if bare in ("", "."):
        return None
    try:
        found = Decimal(bare)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not found.is_finite():
        raise ValueError(f"{text!r} is not a number")
    return found


def procedure_code(text: str) -> str:
    """Return a CPT or HCPCS code; raises ``ValueError`` when it has not five letters and digits."""
    if len(text) != 5 or not text.isascii() or not text.isalnum():
        raise ValueError(f"{text!r} is not a procedure code")
    return text.upper()


def broken(file: SourceFile, line: int, why: str) -> UnreadableFile:
    """Return the error of a row that cannot be read."""
    return UnreadableFile(f"row {line}: {why}.", where=file.where, fix="Fetch the file again.")


def year_of(file: SourceFile, content: str, asked: Asked, what: str) -> int:
    """Return the calendar year of a table: from its own text, else its name, else ``--from``.

    Raises ``UnreadableFile`` when the text and the name differ, or nothing says it.
    """
    said, named = _YEAR.search(content), _YEAR.search(file.name)
    if said and named and said[1] != named[1]:
        raise UnreadableFile(
            f"the name says {named[1]}, the content {said[1]}.",
            where=file.where,
            fix="The file is mislabelled: fetch it again.",
        )
    found = said or named
    if found:
        return int(found[1])
    if asked.effective_from:
        return asked.effective_from.year
    raise undated(file, what)


def undated(file: SourceFile, what: str) -> UnreadableFile:
    """Return the error of a table of which nobody says when it holds."""
    return UnreadableFile(
        f"nothing says from when this {what} holds.",
        where=file.where,
        fix="Give it its published name, or say --from DATE (and --to DATE).",
    )


def month_in(text: str) -> int | None:
    """Return the month that a text names (``October``, ``_OCT_``), nothing when it names none or several."""
    found = {
        number for number, month in enumerate(_MONTHS, 1) if re.search(rf"(?<![a-z]){month}", text, re.I)
    }
    return found.pop() if len(found) == 1 else None


def excerpt_end(last: date) -> date:
    """Return until when an excerpt of a list speaks whose last row is of a day.

    A whole list tells by its latest row when it was made; an excerpt's rows were picked and do not. What is
    in it holds until somebody imports a later list. It is partial: what it lacks is not checked in any case.
    """
    return date(min(last.year + 10, date.max.year), 12, 31)


def days(asked: Asked, first: date, last: date) -> tuple[date, date]:
    """Return from when to when a release holds; what the person says goes before."""
    return asked.effective_from or first, asked.effective_to or last
