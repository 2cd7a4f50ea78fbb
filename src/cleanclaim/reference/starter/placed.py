"""Rows of official files as their importers read them, each with its place in the file."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from cleanclaim.codesets import Kind, Known, Store
from cleanclaim.reference.importing import import_files

Placed = tuple[str, Any]
"""A row's place in its file (a line's number, or a key) and the row."""


@dataclass(frozen=True)
class OfficialTable:
    """The rows of one official file that go into the pack. ``as_lists``: rows differ in codes only."""

    name: str
    kind: Kind[Any]
    label: str
    effective_from: date
    effective_to: date
    path: Path
    rows: Sequence[Placed]
    source: str
    completeness: Literal["complete", "partial"] = "partial"
    remark: str = ""
    as_lists: bool = False


def imported(
    kind: Kind[Any], path: Path, key: Callable[[list[str]], tuple[str, ...]], *, delimiter: str = ","
) -> list[Placed]:
    """Return all rows of a file as its importer reads it, in the file's order, with their lines."""
    lines: dict[tuple[str, ...], int] = {}
    with path.open(encoding="latin-1", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        for cells in reader:
            if len(cells) > 2:
                lines.setdefault(key(cells), reader.line_num)
    return sorted(((f"line {lines[_identity(row)]}", row) for row in all_rows(kind, path)), key=_line)


def all_rows(kind: Kind[Any], path: Path) -> list[Any]:
    """Return all rows that the importer of a kind reads from a file, by key."""
    with TemporaryDirectory() as place:
        (release,) = import_files([path], Path(place)).releases
        table = Store(Path(place)).table(kind, release.effective_from)
        assert isinstance(table, Known)
        return [row for key in table.value.keys() for row in table.value.every(key)]  # noqa: SIM118 - no dict


def _identity(row: Any) -> tuple[str, ...]:
    if hasattr(row, "mac"):
        return (row.mac, row.locality)
    return (row.code, row.modifier) if hasattr(row, "modifier") else (row.code,)


def _line(placed: Placed) -> int:
    return int(placed[0].removeprefix("line "))
