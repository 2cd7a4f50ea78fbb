"""The table of a release as rows under a key: SQLite, read-only, opened once a process."""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from cleanclaim.codesets.icd10cm import SearchHit, match_expression
from cleanclaim.codesets.kinds import Dated, Kind
from cleanclaim.codesets.releases import damaged_table
from cleanclaim.codesets.sqlite_file import SQLiteFile

T = TypeVar("T", bound=msgspec.Struct)

_CACHED_KEYS = 8192
_MOST_RANKED = 4000  # titles are numbered by length: the shortest that match are ranked
_WORD = re.compile(r"\w+")


class KeyedTable(Generic[T]):
    """The rows of one release by key; safe to share between threads and forks."""

    def __init__(self, kind: Kind[T], path: Path) -> None:
        self._file = SQLiteFile(path)
        self._read = msgspec.msgpack.Decoder(tuple[kind.record, ...]).decode  # type: ignore[name-defined]
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
        return tuple(row for row in self.every(key) if not isinstance(row, Dated) or row.in_force(day))

    def keys(self) -> tuple[str, ...]:
        """Return every key, in order."""
        return tuple(key for (key,) in self._file.rows("SELECT key FROM entry ORDER BY key", ()))

    def search(self, words: str, limit: int) -> tuple[SearchHit, ...]:
        """Return the keys whose title holds all the words (the last as a beginning), best first.

        Something that is the beginning of keys finds those.
        """
        bare = words.strip().upper().replace(".", "")
        if len(bare) >= 2 and bare.isalnum():
            hits = self._file.rows(
                "SELECT entry.key, title FROM entry LEFT JOIN titled USING (key) "
                "WHERE entry.key >= ? AND entry.key < ? ORDER BY entry.key LIMIT ?",
                (bare, bare + "\uffff", limit),
            )
            if hits:
                return tuple(SearchHit(key, title or "", True, 100.0) for key, title in hits)
        tokens = _WORD.findall(words)
        if not tokens:
            return ()
        return tuple(
            SearchHit(key, title, True, -score)
            for key, title, score in self._file.rows(
                "SELECT titled.key, titled.title, hit.score FROM "
                "(SELECT rowid AS id, bm25(words) AS score FROM words WHERE words MATCH ? LIMIT ?) AS hit "
                "JOIN titled ON titled.id = hit.id "
                "ORDER BY hit.score + length(titled.title) / 40.0, titled.key LIMIT ?",
                (match_expression(tokens), _MOST_RANKED, limit),
            )
        )
