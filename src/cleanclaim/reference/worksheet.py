"""A sheet of a workbook, read as the delimited text that the same table is published as."""

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import BinaryIO

from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.spreadsheet import sheets

_HEAD_ROWS = 60
_MOST_SHEETS = 8
_FRACTION = re.compile(r"-?\d+(?:\.\d+(?:E-?\d+)?|E-\d+)")
_DIGITS = 12  # a spreadsheet keeps 15, of which calculations spoil the last


class Worksheet(SourceFile):
    """One sheet (``number``) as text, under the name and the digest of its workbook.

    Official tables come as text and as workbook of the same columns: an importer of the text reads the
    workbook through this. Line ends within a cell are blanks; a number is what is stored, to twelve
    digits (a workbook stores 0.93 as 0.93000000000000005), whatever its format shows.
    """

    def __init__(self, workbook: SourceFile, sheet: int, delimiter: str) -> None:
        super().__init__(workbook.where, workbook.name, workbook.size, self._whole)
        self._workbook, self.number, self._delimiter = workbook, sheet, delimiter

    @cached_property
    def head(self) -> bytes:
        """The first rows."""
        return self._text(_HEAD_ROWS)

    @cached_property
    def sha256(self) -> str:
        """The digest of the workbook, which is what was published."""
        return self._workbook.sha256

    def _whole(self) -> BinaryIO:
        return io.BytesIO(self._text(None))

    def _text(self, rows: int | None) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=self._delimiter)
        writer.writerows(islice(self._rows(), rows))
        return text.getvalue().encode()

    def _rows(self) -> Iterator[list[str]]:
        _, rows = sheets(self._workbook)[self.number]
        for cells in rows:
            yield [_shown(cell) for cell in cells]


def worksheets(workbook: SourceFile) -> Iterator[Worksheet]:
    """Yield the sheets of a workbook, each with commas and with tabs between its cells.

    Raises ``UnreadableFile`` when the workbook is damaged.
    """
    for number in range(min(len(sheets(workbook)), _MOST_SHEETS)):
        yield Worksheet(workbook, number, ",")
        yield Worksheet(workbook, number, "\t")


def _shown(cell: str) -> str:
    text = cell.replace("\r", "").replace("\n", " ")
    if len(text) > _DIGITS and _FRACTION.fullmatch(text):
        return format(Decimal(f"{float(text):.{_DIGITS}g}"), "f")
    return text
