"""Search in the titles of a keyed table for people: as in ICD-10-CM, without hierarchy.

See ``docs/algorithms/code-search.md``.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from cleanclaim.codesets.icd10cm_index import IndexTable
from cleanclaim.codesets.icd10cm_search import PINNED, Found, by_score, says
from cleanclaim.codesets.search_query import (
    MOST_WORDS,
    Unit,
    expression,
    loosened,
    stems_asked,
    units_of,
    words_of,
)
from cleanclaim.codesets.search_rank import score
from cleanclaim.codesets.search_words import WordBook, Words
from cleanclaim.codesets.sqlite_file import SQLiteFile
from cleanclaim.codesets.word_list import WordList

_RANKED, _MANY, _WAYS, _UNDER = 150, 4000, 20, 12
_SEEN = 10
_INDEX = 6.0  # taken off for what only the index leads to
_SHORT_KEY = 2


class TitleSearch:
    """Search over one release's file; safe to share between threads and forks."""

    def __init__(self, file: SQLiteFile, book: Callable[[], WordBook]) -> None:
        self._file = file
        self._read_book = book

    @cached_property
    def _book(self) -> WordBook:
        return self._read_book()

    @cached_property
    def _words(self) -> WordList:
        return WordList(self._file, self._book, self._titles)

    def search(self, text: str, limit: int, indexes: Sequence[IndexTable] = ()) -> tuple[Found, ...]:
        """Return keys, best first; something that is a key or the beginning of keys finds those."""
        keys = self._by_key(text, limit)
        asked = words_of(text)[:MOST_WORDS]
        if keys or not asked:
            return keys
        words = self._words.corrected(asked, indexes)
        found = sorted(self._by_words(words, indexes).values(), key=by_score)
        if not any(says(one, words) for one in found[:_SEEN]):
            meant = self._words.misread(words, indexes)
            if meant != words:
                better = self._by_words(meant, indexes)
                rest = (one for one in found if one.code not in better)
                found = [*sorted(better.values(), key=by_score), *rest]
        return tuple(found[:limit])

    def _by_key(self, text: str, limit: int) -> tuple[Found, ...]:
        bare = text.strip().upper().replace(".", "")
        if len(bare) < _SHORT_KEY or not bare.isalnum() or not bare.isascii():
            return ()
        if not any(letter.isdigit() for letter in bare):
            exact = self._file.rows("SELECT 1 FROM entry WHERE key = ?", (bare,))
            return (Found(bare, PINNED),) if exact else ()
        return tuple(Found(key, 100.0) for key in self._beginning(bare, limit))

    def _beginning(self, begun: str, limit: int) -> list[str]:
        return [
            key
            for (key,) in self._file.rows(
                "SELECT key FROM entry WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
                (begun, begun + "\uffff", limit),
            )
        ]

    def _by_words(self, words: Words, indexes: Sequence[IndexTable]) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for place, code in enumerate(self._book.codes(words)):
            if self._file.rows("SELECT 1 FROM entry WHERE key = ?", (code,)):
                found[code] = Found(code, PINNED - place, " ".join(words))
        units = loosened(units_of(words, self._book), self._words.matches)
        self._take(found, units, units)
        if not found and len(units) > 1:
            for place in range(len(units)):
                self._take(found, units, (*units[:place], *units[place + 1 :]))
            for unit in units if not found else ():
                self._take(found, units, (unit,))
        for index in indexes:
            self._follow(found, units, index)
        return found

    def _take(self, found: dict[str, Found], units: Sequence[Unit], asked: Sequence[Unit]) -> None:
        for key, title in self._candidates(expression(asked)):
            points = score(title, units)
            before = found.get(key)
            if before is None or before.score < points:
                found[key] = Found(key, points, "", title, title)

    def _candidates(self, query: str) -> list[tuple[Any, ...]]:
        # Titles are numbered by their length: of very many that match the shortest are looked at.
        return self._file.rows(
            "SELECT titled.key, titled.title FROM "
            "(SELECT rowid AS id FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?) AS hit "
            "JOIN titled ON titled.id = hit.id",
            (query, _RANKED),
        )

    def _follow(self, found: dict[str, Found], units: Sequence[Unit], index: IndexTable) -> None:
        for codes, way in index.ways(expression(units), _WAYS, stems_asked(units)):
            points = score(way, units) - _INDEX
            for begun in codes:
                for place, key in enumerate(self._beginning(begun, _UNDER)):
                    before = found.get(key)
                    if before is None or before.score < points - place / 10:
                        found[key] = Found(key, points - place / 10, way, way)

    def _titles(self) -> Iterator[str]:
        for (title,) in self._file.rows("SELECT title FROM titled"):
            yield title
