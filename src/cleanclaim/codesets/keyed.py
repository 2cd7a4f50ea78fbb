"""The table of a release as rows under a key: SQLite, read-only, opened once a process."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from cleanclaim.codesets.icd10cm import SearchHit
from cleanclaim.codesets.icd10cm_index import IndexTable
from cleanclaim.codesets.keyed_search import TitleSearch
from cleanclaim.codesets.kinds import Dated, Kind
from cleanclaim.codesets.releases import damaged_table
from cleanclaim.codesets.search_words import plain_words, procedure_words, supply_words
from cleanclaim.codesets.sqlite_file import SQLiteFile

T = TypeVar("T", bound=msgspec.Struct)

_CACHED_KEYS = 8192
_BOOKS = {"HCPCS": supply_words, "ICD10PCS": procedure_words}  # kinds with lay words of their own


class KeyedTable(Generic[T]):
    """The rows of one release by key; safe to share between threads and forks."""

    def __init__(self, kind: Kind[T], path: Path) -> None:
        self._file = SQLiteFile(path)
        self._read = msgspec.msgpack.Decoder(tuple[kind.record, ...]).decode  # type: ignore[name-defined]
        self._row_dated = issubclass(kind.record, Dated)
        self._search = TitleSearch(self._file, _BOOKS.get(kind.name, plain_words))
        self.every = lru_cache(maxsize=_CACHED_KEYS)(self._every)

    def _every(self, key: str) -> tuple[T, ...]:
        """Return all rows of a key whatever their dates, in the order of the file; none is common."""
        found = self._file.rows("SELECT rows FROM entry WHERE key = ?", (key,))
        try:
            rows: tuple[T, ...] = self._read(found[0][0]) if found else ()
        except msgspec.MsgspecError as error:
            raise damaged_table(self._file.path, str(error)) from None
        return rows

    def on(self, key: str, day: date) -> tuple[T, ...]:
        """Return the rows of a key that are in force on a day; all of a file-dated table's."""
        rows = self.every(key)
        if not rows or not self._row_dated:
            return rows
        return tuple(row for row in rows if not isinstance(row, Dated) or row.in_force(day))

    def keys(self) -> tuple[str, ...]:
        """Return every key, in order."""
        return tuple(key for (key,) in self._file.rows("SELECT key FROM entry ORDER BY key", ()))

    def search(
        self, words: str, limit: int, on: date | None = None, indexes: Sequence[IndexTable] = ()
    ) -> tuple[SearchHit, ...]:
        """Return the keys whose titles answer, or that begin so, best first.

        With a day only what is in force then; a key that was asked for itself is told also when
        it has ended. ``indexes`` add the ways in which an index leads to keys.
        """
        hits: list[SearchHit] = []
        for found in self._search.search(words, limit if on is None else 2 * limit, indexes):
            every = self.every(found.code)
            rows = every if on is None else self.on(found.code, on)
            if rows or found.code == words.strip().upper():
                billable = getattr(rows[0], "billable", True) if rows else False
                title = found.title or self._title(found.code, every)
                hits.append(SearchHit(found.code, title, billable, found.score, found.by, bool(rows)))
        return tuple(hits[:limit])

    def _title(self, key: str, rows: tuple[T, ...]) -> str:
        for name in ("title", "short"):
            text = getattr(rows[0], name, "") if rows else ""
            if text:
                return str(text)
        found = self._file.rows("SELECT title FROM titled WHERE key = ?", (key,))
        return found[0][0] if found else ""
