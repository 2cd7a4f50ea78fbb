"""What an importer hands over: a release that is not yet in the store, and how to write its table."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from cleanclaim.codesets.store import TABLE_FILE
from cleanclaim.primitives import InvalidValue
from cleanclaim.reference.sources import SourceFile

_SCHEMA = """
CREATE TABLE entry (key TEXT PRIMARY KEY, rows BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE titled (id INTEGER PRIMARY KEY, key TEXT NOT NULL, title TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
    title, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""


@dataclass(frozen=True)
class Asked:
    """What the person who imports says beside the files: dates where the files do not say them.

    ``licensed``: that they hold a licence for the descriptors in the files (AMA, ADA).
    ``records``: how many the publisher says there are.
    """

    effective_from: date | None = None
    effective_to: date | None = None
    licensed: bool = False
    records: int | None = None


@dataclass(frozen=True)
class Draft:
    """A release about to be. ``problems`` make it partial; ``write`` puts its table into a directory.

    ``rows``: its rows, of the kinds that are compared with what is known of a release.
    """

    kind: str
    label: str
    effective_from: date
    effective_to: date
    files: Sequence[SourceFile]
    counts: Mapping[str, int]
    write: Callable[[Path], None]
    problems: Sequence[str] = ()
    remarks: Sequence[str] = ()
    without_notes: bool = False
    rows: "Rows | None" = None


@dataclass(frozen=True)
class Importer:
    """A format: its name for people, whether a file is of it, and how files of it are read.

    ``recognise`` looks at the content; ``read`` gets all files of the format that were handed in
    together and returns a draft for each release. It raises ``UnreadableFile`` for a file that
    cannot be what it seems to be.
    """

    name: str
    recognise: Callable[[SourceFile], bool]
    read: Callable[[Sequence[SourceFile], Asked], list[Draft]]


@dataclass
class Rows:
    """Rows by key, gathered while a file is read, with the titles to search by."""

    by_key: dict[str, list[msgspec.Struct]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, key: str, row: msgspec.Struct, title: str = "") -> None:
        """Add a row under its key; the first title of a key counts."""
        self.by_key.setdefault(key, []).append(row)
        if title:
            self.titles.setdefault(key, title)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(rows) for rows in self.by_key.values())

    def write(self, place: Path) -> None:
        """Write the keyed table into a directory."""
        write_keyed(place / TABLE_FILE, self.by_key, self.titles)


def write_keyed(
    path: Path, by_key: Mapping[str, Iterable[msgspec.Struct]], titles: Mapping[str, str]
) -> None:
    """Write the table of a release that :class:`cleanclaim.codesets.KeyedTable` reads."""
    encode = msgspec.msgpack.encode
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        connection.execute("BEGIN")
        connection.executemany(
            "INSERT INTO entry VALUES (?, ?)",
            ((key, encode(tuple(rows))) for key, rows in sorted(by_key.items())),
        )
        # Short titles first: a search that matches very many looks at the first of them only.
        by_length = sorted(titles.items(), key=lambda item: (len(item[1]), item[0]))
        numbered = [(number, key, title) for number, (key, title) in enumerate(by_length, 1)]
        connection.executemany("INSERT INTO titled VALUES (?, ?, ?)", numbered)
        connection.executemany(
            "INSERT INTO words (rowid, title) VALUES (?, ?)",
            ((number, title) for number, _, title in numbered),
        )
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.execute("COMMIT")
    connection.close()


def quarter(year: int, number: int) -> tuple[date, date]:
    """Return the first and last day of a calendar quarter."""
    if not 1 <= number <= 4:
        raise InvalidValue(f"there is no quarter {number}.")
    first = date(year, number * 3 - 2, 1)
    return first, date(year, number * 3, 30 if number in (2, 3) else 31)


def quarter_of(day: date) -> tuple[int, int]:
    """Return the calendar year and quarter of a day."""
    return day.year, (day.month + 2) // 3


def fiscal_year(year: int) -> tuple[date, date]:
    """Return the first and last day of a federal fiscal year: October to September."""
    return date(year - 1, 10, 1), date(year, 9, 30)
