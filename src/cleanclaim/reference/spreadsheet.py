"""Reads the cells of a spreadsheet (Office Open XML) as text: what official tables need, no more."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError, iterparse, parse

from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.sources import SourceFile

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN = re.compile(r"[A-Z]+")
_MOST_COLUMNS = 1024


def sheets(file: SourceFile) -> list[tuple[str, Iterator[list[str]]]]:
    """Return the sheets of a workbook with their names; the rows of each are read when asked for.

    Every cell is text, a missing one is empty; numbers are as stored (``10112``, ``0.869``).
    Raises ``UnreadableFile`` when the workbook is damaged.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(file.content()))
        strings = _shared_strings(archive)
        targets = {
            one.get("Id"): one.get("Target", "")
            for one in parse(archive.open("xl/_rels/workbook.xml.rels")).getroot()  # noqa: S314
        }
        found = []
        for sheet in parse(archive.open("xl/workbook.xml")).getroot().iter(f"{_MAIN}sheet"):  # noqa: S314
            target = targets[sheet.get(_LINK)].lstrip("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            found.append((sheet.get("name", ""), _rows(archive, path, strings, file.where)))
    except (zipfile.BadZipFile, zlib.error, KeyError, ParseError, EOFError) as error:
        raise _damaged(file.where, error) from None
    return found


def sheet_rows(file: SourceFile) -> Iterator[list[str]]:
    """Yield the rows of the first sheet."""
    workbook = sheets(file)
    if not workbook:
        raise UnreadableFile("there is no sheet in this workbook.", where=file.where)
    yield from workbook[0][1]


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    root = parse(archive.open("xl/sharedStrings.xml")).getroot()  # noqa: S314
    return ["".join(text.text or "" for text in item.iter(f"{_MAIN}t")) for item in root]


def _rows(archive: zipfile.ZipFile, path: str, strings: list[str], where: str) -> Iterator[list[str]]:
    try:
        with archive.open(path) as stream:
            for _, element in iterparse(stream):  # noqa: S314
                if element.tag == f"{_MAIN}row":
                    cells: list[str] = []
                    for cell in element:
                        column = _column(cell.get("r", ""), len(cells))
                        cells.extend([""] * (column - len(cells)))
                        value = cell.findtext(f"{_MAIN}v", "")
                        if cell.get("t") == "s" and value:
                            value = strings[int(value)]
                        elif cell.get("t") == "inlineStr":
                            value = "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
                        cells.append(value)
                    yield cells
                    element.clear()
    except (zipfile.BadZipFile, zlib.error, KeyError, ParseError, EOFError, ValueError, IndexError) as error:
        raise _damaged(where, error) from None


def _column(reference: str, following: int) -> int:
    letters = _COLUMN.match(reference)
    if letters is None:
        return following
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    if not following < number <= _MOST_COLUMNS:
        raise ValueError(f"cell {reference} is out of order")
    return number - 1


def _damaged(where: str, error: Exception) -> UnreadableFile:
    return UnreadableFile(f"the workbook is damaged: {error}.", where=where, fix="Fetch it again.")
