"""Rows of large delimited texts, a row at a time: they do not fit into memory."""

import csv
from collections.abc import Iterator, Sequence

from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import broken

_MOST_CHARACTERS = 1 << 24
"""The longest cell that is read; texts of policies go beyond the 128 K that Python's reader takes."""


def streamed_rows(file: SourceFile, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the named cells of each row below the heading, without blanks around them.

    Names are compared in small letters; a name that ends in ``?`` may be missing (its cells are
    empty). Raises ``UnreadableFile`` when another is missing, or a row has not as many cells as
    the heading.
    """
    csv.field_size_limit(_MOST_CHARACTERS)
    reader = csv.reader(f"{_text(line)}\n" for line in file.lines())
    try:
        heading = [cell.strip().lower().removeprefix("\ufeff") for cell in next(reader, [])]
        places = []
        for column in columns:
            name = column.removesuffix("?")
            if name in heading:
                places.append(heading.index(name))
            elif name == column:
                raise UnreadableFile(
                    f"the column {name} is missing.",
                    where=file.where,
                    fix="This layout is not known: please report it.",
                )
            else:
                places.append(len(heading))
        width = len(heading)
        for cells in reader:
            if len(cells) != width:
                if not any(cells):
                    continue
                raise ValueError(f"there are {len(cells)} cells instead of {width}")
            cells.append("")
            yield tuple([cells[place].strip() for place in places])
    except (csv.Error, ValueError) as error:
        raise broken(file, reader.line_num, str(error)) from None


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
