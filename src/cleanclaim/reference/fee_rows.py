"""What the importers of fee tables share: rows under one heading, the quarter that a name states."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from cleanclaim.codesets.kinds import Kind
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import in_bounds
from cleanclaim.reference.draft import Asked, Draft, Rows, quarter
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import Columns, Row, broken, cell, days, heading, month_in, undated

Span = tuple[date, date]
Take = Callable[[list[str], Columns, Rows], None]

PREAMBLE = 40
"""The most rows above a heading."""

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


def gather(
    file: SourceFile, table: Iterator[Row], is_heading: Callable[[list[str]], bool], take: Take
) -> Rows:
    """Return the rows below the heading; raises ``UnreadableFile`` with the row that cannot be read."""
    rows, line, columns = Rows(), 0, None
    try:
        for line, cells in table:
            if columns is None:
                if is_heading(heading(cells)):
                    columns = Columns(heading(cells), file)
                elif line > PREAMBLE:
                    break
            elif cell(cells, 0):
                take(cells, columns, rows)
    except ValueError as error:
        raise broken(file, line, str(error)) from None
    if not rows.by_key:
        raise UnreadableFile("there is no row under the heading that is expected.", where=file.where)
    return rows


def fee_draft(
    files: Sequence[SourceFile],
    rows: Rows,
    kind: Kind[Any],
    label: str,
    *,
    span: Span,
    bounds: tuple[int, int],
) -> Draft:
    return Draft(
        kind=kind.name,
        label=label,
        effective_from=span[0],
        effective_to=span[1],
        files=files,
        counts={"rows": rows.count, "codes": len(rows.by_key)},
        write=rows.write,
        rows=rows,
        problems=in_bounds("rows", rows.count, *bounds),
    )


def named_quarter(file: SourceFile, asked: Asked, text: str, what: str) -> tuple[Span, str]:
    """Return the quarter that a text with year and month names, and how it is called."""
    year, month = _YEAR.search(text), month_in(text)
    if year is not None and month is not None:
        first, last = quarter(int(year[1]), (month + 2) // 3)
    elif asked.effective_from is not None:
        first, last = quarter(asked.effective_from.year, (asked.effective_from.month + 2) // 3)
    else:
        raise undated(file, what)
    return days(asked, first, last), f"{first.year} Q{(first.month + 2) // 3}"


def add_once(rows: Rows, key: str, row: msgspec.Struct, identity: tuple[str, ...]) -> None:
    """Add a row unless one of the same identity is there; that is an error."""
    for other in rows.by_key.get(key, ()):
        if tuple(getattr(other, name) for name in identity) == tuple(getattr(row, name) for name in identity):
            raise ValueError(f"{key} is there twice")
    rows.add(key, row)


def has_words(*words: str) -> Callable[[SourceFile], bool]:
    def recognise(file: SourceFile) -> bool:
        return not file.is_zip and all(word in file.start for word in words)

    return recognise
