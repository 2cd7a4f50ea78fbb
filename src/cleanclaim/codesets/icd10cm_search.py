"""Search in ICD-10-CM for people: by words, lay words, abbreviations, slips of spelling, code fragments.

See ``docs/algorithms/code-search.md``.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import msgspec

from cleanclaim.codesets.drug_words import INTENT_WORDS, drug_columns
from cleanclaim.codesets.icd10cm_index import IndexTable
from cleanclaim.codesets.search_query import (
    MOST_WORDS,
    Unit,
    expression,
    loosened,
    stems_asked,
    units_of,
    words_of,
)
from cleanclaim.codesets.search_rank import best, narrowing
from cleanclaim.codesets.search_words import Words, diagnosis_words
from cleanclaim.codesets.sqlite_file import SQLiteFile
from cleanclaim.codesets.word_list import WordList, forms_of

_FRAGMENT = re.compile(r"[A-Z][0-9][0-9A-Z]{0,5}|[0-9][0-9A-Z]\.[0-9A-Z]{1,4}|QA[0-9][0-9A-Z]{0,4}")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RANKED, _MANY, _WAYS = 120, 4000, 24
_FEW = 3  # fewer hits than this: ask for less
_TERM, _INDEX = 3.0, 4.0  # taken off for an inclusion term and for an index entry
_RARE = 15.0  # taken off where the rarest word of a question is the one that is missed
_QUALIFYING = frozenset(
    ("acute", "chronic", "severe", "mild", "moderate", "recurrent", "persistent", "intermittent", "sudden",
     "uncomplicated", "unspecified")
)  # fmt: skip
_QUALIFIED = 30.0  # given back for each word of those that a title need not have
_DRUGS = 5
_BELOW = 1.0  # taken off for a code under the one that answers
_OPENED, _SEEN = 12, 10
_BILLABLE, _COMMON, _CATEGORY = 4.0, 8.0, 1.0
PINNED = 200.0


class Found(msgspec.Struct, frozen=True):
    """A code that was found and how well it answers; ``by``: the words that are not its title's.

    ``text`` is what the question was compared with, ``title`` the title where it was read.
    """

    code: str
    score: float
    by: str = ""
    text: str = ""
    title: str = ""


class DiagnosisSearch:
    """Search over one release's file; safe to share between threads and forks."""

    def __init__(self, file: SQLiteFile) -> None:
        self._file = file

    @cached_property
    def _words(self) -> WordList:
        return WordList(self._file, diagnosis_words(), self._titles)

    def search(
        self, text: str, limit: int, indexes: Sequence[IndexTable] = (), drugs: IndexTable | None = None
    ) -> tuple[Found, ...]:
        """Return codes of the release, best first.

        ``indexes`` add the ways in which they lead to codes. ``drugs`` is the Table of Drugs: it is
        asked where a question names poisoning, an adverse effect or underdosing beside a substance.
        """
        codes = self._by_code(text, limit)
        if codes:
            return codes
        asked = words_of(text)[:MOST_WORDS]
        if not asked:
            return ()
        sources = (*indexes, *([drugs] if drugs is not None else ()))
        words = self._words.corrected(asked, sources)
        found = self._by_words(words, indexes)
        if drugs is not None:
            self._by_drug(found, words, drugs)
        first = sorted(found.values(), key=by_score)
        if not any(says(one, words) for one in first[:_SEEN]):
            # Stems are alike (migrane, migrans) though no title has the word: a slip after all.
            meant = self._words.misread(words, sources)
            if meant != words:
                others = self._by_words(meant, indexes)
                first = [
                    *sorted(others.values(), key=by_score),
                    *(one for one in first if one.code not in others),
                ]
        return tuple(first[:limit])

    def _by_words(self, words: Words, indexes: Sequence[IndexTable]) -> dict[str, Found]:
        found: dict[str, Found] = {}
        for place, code in enumerate(diagnosis_words().codes(words)):
            if self._billable(code):
                found[code] = Found(code, PINNED - place, " ".join(words))
        units = loosened(units_of(words, diagnosis_words()), self._words.matches)
        self._take(found, units, indexes)
        telling = tuple(unit for unit in units if not _QUALIFYING.issuperset(unit.forms[0]))
        if len(found) < _FEW and 0 < len(telling) < len(units):
            back = (len(units) - len(telling)) * _QUALIFIED
            self._take(found, units, indexes, asked=telling, less=-back)
        if len(found) < _FEW and len(units) > 1:
            rarity = self._rarity(units)
            for place, share in enumerate(rarity):
                asked = (*units[:place], *units[place + 1 :])
                self._take(found, units, indexes, asked=asked, less=share * _RARE)
            for unit, share in zip(units, rarity, strict=True) if not found else ():
                self._take(found, units, indexes, asked=(unit,), less=(1 - share) * _RARE)
        for one in sorted(found.values(), key=by_score)[:_OPENED]:
            self._open(found, one, 2)
        return found

    def _rarity(self, units: Sequence[Unit]) -> list[float]:
        """Return of each unit how many of the others stand in more texts than it does, as a share.

        "acute" says less than "diverticulitis": the question without it is the better one.
        """
        counts = [
            self._file.rows(
                "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)",
                (unit.expression, _MANY),
            )[0][0]
            for unit in units
        ]
        return [sum(other > count for other in counts) / (len(units) - 1) for count in counts]

    def _by_drug(self, found: dict[str, Found], words: Words, drugs: IndexTable) -> None:
        columns = drug_columns(words)
        rest = tuple(word for word in words if word not in INTENT_WORDS)
        if not columns or not rest:
            return
        units = units_of(rest, diagnosis_words())
        for way, term in drugs.leading(expression(units), _DRUGS, stems_asked(units)):
            points = best([(way, 0.0)], units)[0]
            for place, column in enumerate(columns):
                code = term.column(column)
                if code and self._file.rows("SELECT 1 FROM node WHERE name = ?", (code,)):
                    by = f"{way}, {column.replace('_', ' ')}"
                    found[code] = Found(code, points + _BILLABLE - place, by, f"{way} {' '.join(words)}")

    def _open(self, found: dict[str, Found], above: Found, deep: int) -> None:
        """Add the codes under one that is not billable: the general ones are often meant."""
        rows = self._file.rows(
            "SELECT below.name, below.title, below.billable, node.title FROM node "
            "JOIN node AS below ON below.parent = node.name "
            "WHERE node.name = ? AND node.billable = 0 AND below.title IS NOT NULL",
            (above.code,),
        )
        for name, title, billable, parent in rows:
            if above.score >= PINNED - 50 or title is None:
                continue
            points = above.score - _BELOW - narrowing(title, parent) + self._worth(name, bool(billable))
            points -= self._worth(above.code, billable=False)
            before = found.get(name)
            if before is None or before.score < points:
                found[name] = Found(name, points, above.by)
                if deep > 1:
                    self._open(found, found[name], deep - 1)

    @staticmethod
    def _worth(name: str, billable: bool) -> float:
        return (
            (_BILLABLE if billable else 0.0)
            + (_COMMON if name in diagnosis_words().common else 0.0)
            + (_CATEGORY if len(name) == 3 else 0.0)
        )

    def _by_code(self, text: str, limit: int) -> tuple[Found, ...]:
        bare = text.strip().upper()
        if not _FRAGMENT.fullmatch(bare.replace(".", "") if bare[:1].isalpha() else bare):
            return ()
        bare = bare.replace(".", "")
        beginnings = [bare] if bare[:1].isalpha() else [letter + bare for letter in _LETTERS]
        names = [
            name
            for begun in beginnings
            for (name,) in self._file.rows(
                "SELECT name FROM node WHERE name >= ? AND name < ? ORDER BY name LIMIT ?",
                (begun, begun + "\uffff", limit + 20),
            )
            if "-" not in name
        ]
        return tuple(Found(name, 100.0) for name in names[:limit])

    def _titles(self) -> Iterator[str]:
        for (title,) in self._file.rows("SELECT title FROM node WHERE title IS NOT NULL"):
            yield title

    def _billable(self, code: str) -> bool:
        return bool(self._file.rows("SELECT 1 FROM node WHERE name = ? AND billable", (code,)))

    def _take(
        self,
        found: dict[str, Found],
        units: Sequence[Unit],
        indexes: Sequence[IndexTable],
        asked: Sequence[Unit] | None = None,
        less: float = 0.0,
    ) -> None:
        """Add what answers to ``asked`` (default: all units), scored by all units, less what is said."""
        by_index = self._index_ways(asked or units, indexes)
        rows = self._candidates(expression(asked or units))
        missing = set(by_index) - {row[0] for row in rows}
        for name in sorted(missing):
            rows += self._file.rows(
                "SELECT name, title, billable, notes FROM node WHERE name = ? AND title IS NOT NULL", (name,)
            )
        for name, title, billable, notes in rows:
            if "-" in name or name.startswith("chapter "):
                continue
            texts = [(title, 0.0)]
            if notes:
                texts += [(term, _TERM) for term in _terms(notes)]
            texts += [(way, _INDEX) for way in by_index.get(name, ())]
            points, by = best(texts, units)
            points += self._worth(name, bool(billable)) - less
            before = found.get(name)
            if before is None or before.score < points:
                found[name] = Found(name, points, "" if by == title else by, by)

    def _candidates(self, query: str) -> list[tuple[Any, ...]]:
        (many,) = self._file.rows(
            "SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? LIMIT ?)", (query, _MANY)
        )
        if many[0] == _MANY:
            # Words that thousands of titles hold say nothing of them, and weighing those takes long.
            return self._file.rows(
                "SELECT node.name, node.title, node.billable, node.notes FROM words "
                "JOIN node ON node.id = words.rowid WHERE words MATCH ? "
                "ORDER BY length(node.title), node.name LIMIT ?",
                (f"title : ({query})", _RANKED),
            )
        return self._file.rows(
            "SELECT node.name, node.title, node.billable, node.notes FROM "
            "(SELECT rowid AS id, bm25(words, 8.0, 3.0) AS score FROM words WHERE words MATCH ?) AS hit "
            "JOIN node ON node.id = hit.id ORDER BY hit.score + length(node.title) / 20.0, node.name LIMIT ?",
            (query, _RANKED),
        )

    def _index_ways(self, units: Sequence[Unit], indexes: Sequence[IndexTable]) -> dict[str, list[str]]:
        query = expression(units)
        wanted = stems_asked(units)
        ways: dict[str, list[str]] = {}
        for index in indexes:
            for codes, way in index.ways(query, _WAYS, wanted):
                for code in codes:
                    ways.setdefault(code, []).append(way)
        return ways


def by_score(one: Found) -> tuple[float, int, str]:
    """Return the key by which what was found is ordered, best first."""
    return -one.score, len(one.code), one.code


def says(one: Found, words: Words) -> bool:
    """Return whether a hit was found by the words as they were typed, apart from their endings."""
    if one.score > PINNED - 50:
        return True
    said = words_of(one.text)
    return all(
        any(
            word in forms_of(known) or known in forms_of(word) or (last and known.startswith(word))
            for known in said
        )
        for word, last in zip(words, [*[False] * (len(words) - 1), True], strict=True)
        if len(word) > 3
    )


class _Terms(msgspec.Struct, frozen=True):
    terms: tuple[str, ...] = msgspec.field(default=(), name="t")


_read_terms = msgspec.json.Decoder(_Terms).decode


def _terms(notes: bytes) -> tuple[str, ...]:
    return _read_terms(notes).terms
