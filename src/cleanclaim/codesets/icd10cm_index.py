"""The ICD-10-CM indexes as a walk: main terms by word, subterms by level, codes, see and see also.

Four kinds have one shape: the Alphabetic Index, the External Cause Index, the Table of Neoplasms
and the Table of Drugs and Chemicals. An index leads to a code; the tabular list decides what the
code means and whether more characters are needed (ICD-10-CM Official Guidelines I.B.1, FY 2026).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.releases import damaged_table
from cleanclaim.codesets.sqlite_file import SQLiteFile
from cleanclaim.codesets.stemming import stem

NEOPLASM_COLUMNS = ("primary", "secondary", "in_situ", "benign", "uncertain", "unspecified")
DRUG_COLUMNS = ("accidental", "self_harm", "assault", "undetermined", "adverse_effect", "underdosing")
_BEHAVIOURS = {
    "malignant": "primary",
    "primary": "primary",
    "secondary": "secondary",
    "in situ": "in_situ",
    "benign": "benign",
    "uncertain behavior": "uncertain",
    "unspecified behavior": "unspecified",
}
_PLACES = {name: place for names in (NEOPLASM_COLUMNS, DRUG_COLUMNS) for place, name in enumerate(names)}
_CACHED_TREES = 512
_PARENTHESIS = re.compile(r"\([^()]*\)")
_PLURAL = re.compile(r"[^sui]s$")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_SMALL = frozenset({"with", "in", "due", "to", "or", "of", "by", "and", "nec"})


class IndexTerm(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line of an index. ``level`` 0 is a main term; ``number`` and ``last`` frame its subterms.

    ``title`` has no nonessential modifiers; those are in ``modifiers``, without their
    parentheses ("mellitus"). ``code`` is undotted; ``needs_more`` when a dash is printed after
    it. ``manifestation`` is the code printed in brackets. ``see`` and ``see_also`` are as printed
    ("Disorder, ligament"); :meth:`IndexTable.follow` goes there. ``cells`` are the six columns of
    a table, undotted, with the dash where one is printed, empty where the table has none.

    The index of ICD-10-PCS has the same shape: ``code`` with ``needs_more`` is the beginning of
    codes, ``use`` names a value of an axis, ``tables`` are the beginnings that see references name.
    """

    number: int
    last: int
    level: int
    title: str
    modifiers: tuple[str, ...] = ()
    code: str = ""
    needs_more: bool = False
    manifestation: str = ""
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def has_subterms(self) -> bool:
        """Whether terms stand under it."""
        return self.last > self.number

    def column(self, name: str) -> str:
        """Return the code of a column (:data:`NEOPLASM_COLUMNS`, :data:`DRUG_COLUMNS`), undotted.

        Empty where the table prints none.
        """
        return self.cells[_PLACES[name]].rstrip("-") if self.cells else ""

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that the line leads to, undotted, without dashes."""
        found = (self.code, self.manifestation, *(cell.rstrip("-") for cell in self.cells))
        return tuple(dict.fromkeys(code for code in found if code))


class Followed(msgspec.Struct, frozen=True):
    """Where a cross-reference leads; ``whole`` when every part of it was found there."""

    term: IndexTerm
    whole: bool


class StoredTerm(msgspec.Struct, frozen=True, omit_defaults=True, array_like=True):
    """What a term has beside its place and title, as it lies in the file (MessagePack)."""

    modifiers: tuple[str, ...] = ()
    code: str = ""
    needs_more: bool = False
    manifestation: str = ""
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


ICD10CM_INDEX = Kind(
    "ICD10CM_INDEX", "ICD-10-CM Alphabetic Index", IndexTerm, "diagnoses by the words of the Alphabetic Index"
)
ICD10CM_EXTERNAL = Kind(
    "ICD10CM_EXTERNAL",
    "ICD-10-CM External Cause Index",
    IndexTerm,
    "external causes by the words of their index",
)
ICD10CM_NEOPLASM = Kind(
    "ICD10CM_NEOPLASM", "ICD-10-CM Table of Neoplasms", IndexTerm, "neoplasms by site and behaviour"
)
ICD10CM_DRUG = Kind(
    "ICD10CM_DRUG",
    "ICD-10-CM Table of Drugs and Chemicals",
    IndexTerm,
    "poisoning and adverse effects by drug",
)

_MAIN = "SELECT number, last, level, title, rest FROM term WHERE level = 0 ORDER BY number"
_BY_WORD = (
    "SELECT number, last, level, title, rest FROM main JOIN term ON number = term "
    "WHERE word = ? ORDER BY place, length(title), number"
)
_BELOW = "SELECT number, last, level, title, rest FROM term WHERE parent = ? ORDER BY number"
_BETWEEN = "SELECT number, last, level, title, rest FROM term WHERE number BETWEEN ? AND ? ORDER BY number"
_PATH = (
    "WITH RECURSIVE up(n) AS (SELECT ? UNION ALL SELECT parent FROM term JOIN up ON number = n "
    "WHERE parent > 0) SELECT number, last, level, title, rest FROM term "
    "WHERE number IN (SELECT n FROM up) ORDER BY number"
)
_LEADING = (
    "SELECT number, last, level, title, rest FROM leads JOIN term ON number = term "
    "WHERE leads.code = ? ORDER BY number"
)
_MATCHING = (
    "SELECT number, last, level, title, rest, score FROM "
    "(SELECT rowid AS id, bm25(words) AS score FROM words WHERE words MATCH ? LIMIT 4000) AS hit "
    "JOIN term ON term.number = hit.id ORDER BY score + level / 2.0, number LIMIT ?"
)
_read = msgspec.msgpack.Decoder(StoredTerm).decode


class IndexTable:
    """One release of an index; opened on the first question, safe to share between threads and forks."""

    def __init__(self, path: Path) -> None:
        self._file = SQLiteFile(path)
        self.under = lru_cache(maxsize=_CACHED_TREES)(self._under)
        self.main_terms = lru_cache(maxsize=8192)(self._main_terms)
        self.subterms = lru_cache(maxsize=8192)(self._subterms)
        self.follow = lru_cache(maxsize=8192)(self._follow)

    def _main_terms(self, word: str) -> tuple[IndexTerm, ...]:
        """Return the main terms with a word in their title; the one it begins first. None is common."""
        words = index_words(word)
        if not words:
            return ()
        return self._terms(_BY_WORD, (words[0],))

    def every_main_term(self) -> Iterator[IndexTerm]:
        """Yield all main terms in their order."""
        yield from self._terms(_MAIN, ())

    def _subterms(self, term: IndexTerm) -> tuple[IndexTerm, ...]:
        """Return the terms directly under a term."""
        if not term.has_subterms:
            return ()
        return self._terms(_BELOW, (term.number,))

    def _under(self, term: IndexTerm) -> tuple[IndexTerm, ...]:
        """Return every term under a term, in the order of the index: one read for a whole walk."""
        if not term.has_subterms:
            return ()
        return self._terms(_BETWEEN, (term.number + 1, term.last))

    def path(self, term: IndexTerm) -> tuple[IndexTerm, ...]:
        """Return the terms from the main term down to a term, itself last."""
        return self._terms(_PATH, (term.number,))

    def leading_to(self, code: str) -> tuple[IndexTerm, ...]:
        """Return the terms of which the code, a manifestation or a column is just this code."""
        bare = code.strip().upper().replace(".", "").rstrip("-")
        return self._terms(_LEADING, (bare,))

    def holds(self, word: str) -> bool:
        """Return whether a word, or words that begin so, stand anywhere in the index."""
        query = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
        return any(self._file.rows(query, (expression,)) for expression in (f'"{word}"', f'"{word}"*'))

    def matching(self, expression: str, limit: int) -> tuple[tuple[IndexTerm, float], ...]:
        """Return terms of which the words from the main term down match (FTS5), with bm25, best first."""
        rows = self._file.rows(_MATCHING, (expression, limit))
        return tuple((self._term(row[:5]), row[5]) for row in rows)

    def ways(
        self, expression: str, limit: int, wanted: frozenset[str]
    ) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Return the codes to which matching terms lead and the words of the way, best first.

        A term that only says "see" leads where that leads. ``wanted`` are the stems of the
        question: nonessential modifiers are part of the way only where they hold one of them.
        """
        found = []
        for way, term in self.leading(expression, limit, wanted):
            codes = term.codes
            for reference in term.see if not codes else ():
                followed = self.follow(reference)
                codes += followed.term.codes if followed is not None and followed.whole else ()
            if codes:
                found.append((codes, way))
        return tuple(found)

    def leading(
        self, expression: str, limit: int, wanted: frozenset[str]
    ) -> tuple[tuple[str, IndexTerm], ...]:
        """Return matching terms, each with the words of the way to it, best first."""
        found = []
        for term, _ in self.matching(expression, limit):
            words = [
                text
                for one in self.path(term)
                for text in (
                    one.title,
                    *(more for more in one.modifiers if wanted & {stem(word) for word in index_words(more)}),
                )
            ]
            found.append((", ".join(words), term))
        return tuple(found)

    def _follow(self, reference: str) -> Followed | None:
        """Return where a see or see also leads, as far as its parts are found; nothing if nowhere.

        "Disorder, ligament" leads to the subterm of the main term. Parts such as "by site" are no
        terms: what stands before them is returned, not ``whole``. A subterm may stand deeper than
        the reference says ("Diabetes, angiopathy": under "with"): then the one counts of which the
        words down to it hold all words of the reference and fewest others.
        """
        parts = [part for part in (_plain(one) for one in reference.split(",")) if part]
        if not parts:
            return None
        best: Followed | None = None
        deepest = 0
        for main in self._mains(parts[0]):
            for taken in _taken(main.title, parts):
                term, done = self._descend(main, parts, taken)
                if done > deepest:
                    best, deepest = Followed(term, done == len(parts)), done
        return best

    def _mains(self, part: str) -> Iterator[IndexTerm]:
        """Yield the main terms that a reference's first part can mean, as printed or in the plural."""
        word = part.split(maxsplit=1)[0]
        seen = set()
        for form in (word, f"{word}s"):
            for main in self.main_terms(form):
                if main.number not in seen:
                    seen.add(main.number)
                    yield main

    def _descend(self, main: IndexTerm, parts: Sequence[str], taken: int) -> tuple[IndexTerm, int]:
        term, done = main, taken
        while done < len(parts):
            found = max(
                ((taken, one) for one in self.subterms(term) for taken in _taken(one.title, parts[done:])),
                key=lambda pair: pair[0],
                default=None,
            )
            if found is None:
                deeper = self._deeper(term, parts[done:]) or self._deeper(main, parts[taken:])
                return (term, done) if deeper is None else (deeper, len(parts))
            done, term = done + found[0], found[1]
        return term, done

    def _deeper(self, term: IndexTerm, parts: Sequence[str]) -> IndexTerm | None:
        """Return the term of which the words down to it are the wanted ones and fewest others."""
        wanted = set(" ".join(parts).split()) - _SMALL
        words: list[set[str]] = []
        found: list[tuple[int, int, IndexTerm]] = []
        for one in self.under(term):
            del words[one.level - term.level - 1 :]
            above = words[-1] if words else set()
            own = set(_plain(f"{one.title} {' '.join(one.modifiers)}").split())
            words.append(above | own)
            if own & wanted and wanted <= words[-1]:
                found.append((len(words[-1] - wanted), one.number, one))
        return min(found)[-1] if found else None

    def _terms(self, query: str, values: tuple[object, ...]) -> tuple[IndexTerm, ...]:
        return tuple(self._term(row) for row in self._file.rows(query, values))

    def _term(self, row: tuple[object, ...]) -> IndexTerm:
        number, last, level, title, rest = row
        try:
            more = _read(rest) if rest else _NOTHING  # type: ignore[arg-type]  # the column is a blob
        except msgspec.MsgspecError as error:
            raise damaged_table(self._file.path, str(error)) from None
        return IndexTerm(number, last, level, title, *msgspec.structs.astuple(more))  # type: ignore[arg-type]


_NOTHING = StoredTerm()


def neoplasm_reference(reference: str) -> tuple[str, str] | None:
    """Return the site and the column that a reference into the Table of Neoplasms names.

    "Neoplasm, connective tissue, malignant" is ("Neoplasm, connective tissue", "primary"): the first
    is for :meth:`IndexTable.follow` on the table. Nothing when it names no behaviour.
    """
    parts = [part.strip() for part in reference.removeprefix("also ").split(",")]
    if parts[0] not in ("Neoplasm", "Table of Neoplasms"):
        return None
    behaviours = [_BEHAVIOURS[part.lower()] for part in parts if part.lower() in _BEHAVIOURS]
    sites = [part for part in parts[1:] if part.lower() not in _BEHAVIOURS and part != "by site"]
    return (", ".join(("Neoplasm", *sites)), behaviours[-1]) if behaviours else None


def index_words(text: str) -> list[str]:
    """Return the words of a title as the index keeps them: small letters, no accents, no possessive."""
    bare = text.casefold()
    if not bare.isascii():
        folded = unicodedata.normalize("NFKD", bare.replace("\u2019", "'"))
        bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return [word.removesuffix("'s") for word in _WORD.findall(bare)]


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    """Return the words of a text in the singular, so that "Complications" is "Complication(s)"."""
    words = index_words(_PARENTHESIS.sub(" ", text).removesuffix(" NEC"))
    return " ".join(word[:-1] if _PLURAL.search(word) else word for word in words)


def _taken(title: str, parts: Sequence[str]) -> Iterator[int]:
    """Yield how many parts of a reference a title takes up: as a whole, or by one of its synonyms."""
    synonyms, whole = _synonyms(title)
    if parts[0] in synonyms or parts[0] == whole:
        yield 1
    for count in range(2, len(parts) + 1):
        if " ".join(parts[:count]) == whole:
            yield count


@lru_cache(maxsize=65536)
def _synonyms(title: str) -> tuple[tuple[str, ...], str]:
    """Return the parts of a title between commas, and all of them together."""
    parts = tuple(_plain(one) for one in title.split(","))
    return parts, " ".join(parts)
