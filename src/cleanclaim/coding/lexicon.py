"""The terms that are looked for and the codes they lead to, for the code set of one day.

Terms come from the tabular list (titles, inclusion terms) and from our own files in
``data/lexicon``. Our own win over the tabular list, and longer ones over shorter ones.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from cleanclaim.codesets import (
    ICD10CM_INDEX,
    ICD10CM_KIND,
    ICD10CMEntry,
    IndexTable,
    Known,
    NotCovered,
    Release,
    Store,
)
from cleanclaim.codesets.icd10cm import ICD10CMTable
from cleanclaim.coding.index_walk import IndexWalk
from cleanclaim.coding.official_tables import Tables, tables_of
from cleanclaim.coding.spelling import Spelling
from cleanclaim.coding.text import STOP_WORDS, folded_words
from cleanclaim.primitives import NotLoaded, dotted

Source = Literal["own", "abbreviation", "title", "inclusion", "index", "opinion"]

_BRACKETS = re.compile(r"\s*\[[^\]]*\]|\s*\([^)]*\)")
_SIDE = re.compile(r"\b(?:right|left|bilateral|unspecified)\b", re.IGNORECASE)
_ONE_SIDE = re.compile(r"\b(?:right|left)\b", re.IGNORECASE)
_LONGEST_TERM = 10  # words: longer titles are never written out in a note
_MOST_FREE_WORDS = 5
# Chapters 20 (external causes) and blocks of long combination titles are left to later work.
_LEFT_OUT = re.compile(r"[V-Y]|T(?:3[6-9]|[45]\d|6[0-5])|Z(?:[0-2]|3[0-9])|O(?:0[0-8]|[36])")
_OTHER = re.compile(
    r"^(?:other|unspecified other)\b|not elsewhere classified|classified elsewhere", re.IGNORECASE
)


NOT_LOADED = "not loaded"
"""Stands for the release of a table that the store has not."""


class Term(msgspec.Struct, frozen=True, array_like=True):
    """A way to say a diagnosis. ``code`` is undotted and may need more characters.

    ``exact`` terms count only when written as given (abbreviations: upper case). ``hints`` are
    words that the term implies and that help to choose below the code ("heel pain": foot);
    ``without_side`` is the code when no side is documented; ``path`` the lines of the Alphabetic Index.
    """

    words: tuple[str, ...]
    code: str
    source: Source
    exact: str = ""
    hints: frozenset[str] = frozenset()
    without_side: str = ""
    path: str = ""


class Abbreviation(msgspec.Struct, frozen=True):
    """An abbreviation with several meanings: counts only beside words that settle which."""

    short: str
    code: str
    meaning: str
    settled_by: tuple[str, ...]
    refuted_by: tuple[str, ...]


class Lexicon:
    """Terms and code facts of one release, ready for matching; shared freely, never changed.

    ``index`` is the Alphabetic Index nearest to the day, nothing when none is loaded; ``tables`` the
    official tables of neoplasms, drugs and external causes, as far as they are.
    """

    def __init__(
        self,
        terms: list[Term],
        table: ICD10CMTable,
        release: Release,
        index: Known[IndexTable] | None = None,
        tables: Tables | None = None,
    ) -> None:
        self.terms = terms
        self.release = release
        self.index = index.value if index else None
        self.index_name = index.release.label if index else NOT_LOADED
        self.tables = tables or Tables()
        self.walk = IndexWalk(index.value, self.tables.neoplasms) if index else None
        self.spelling = Spelling(word for term in terms for word in term.words)
        self._table = table
        self._automaton = AhoCorasick(
            ["".join(f" {word} " for word in term.words) for term in terms],
            matchkind=MatchKind.LeftmostLongest,
        )
        self._free: dict[frozenset[str], int] = {}
        for number, term in enumerate(terms):
            key = free_key(term.words)
            if key and not term.exact and 2 <= len(key) <= _MOST_FREE_WORDS:
                self._free.setdefault(key, number)
        self.free_words: frozenset[str] = frozenset[str]().union(*self._free)
        """Every word of a term that is found in any order: a window with another word needs no look-up."""

    def ordered_matches(self, haystack: str) -> list[tuple[int, int, int]]:
        """Return (term number, start, end) of the longest terms in a text of folded words."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(haystack)
        return found

    def free_match(self, words: set[str]) -> int | None:
        """Return the number of the term with exactly these words in any order."""
        return self._free.get(frozenset(words))

    def entry(self, code: str) -> ICD10CMEntry | None:
        """Return what the release holds on a code, dotted or not."""
        return self._table.entry(code.replace(".", ""))

    def children(self, code: str) -> tuple[str, ...]:
        """Return the codes directly under a code."""
        return self._table.children(code)


def free_key(words: tuple[str, ...]) -> frozenset[str]:
    """Return the words of a term for matching in any order, without stop words."""
    return frozenset(words) - STOP_WORDS


def build_lexicon(store: Store, on: date, *, terms: list[Term] | None = None) -> Lexicon:
    """Return the lexicon for the ICD-10-CM release in force on a day.

    ``terms`` are what ``collect_terms`` gave for that release, where somebody kept it: to collect
    takes most of the time. Raises ``NotLoaded`` when no release is in force.
    """
    answer = store.icd10cm_table(on)
    if isinstance(answer, NotCovered):
        raise NotLoaded(answer.reason)
    table, release = answer.value, answer.release
    index = store.nearest_index(ICD10CM_INDEX, on)
    loaded = index if isinstance(index, Known) else None
    return Lexicon(terms or collect_terms(table), table, release, loaded, tables_of(store, on))


def collect_terms(table: ICD10CMTable) -> list[Term]:
    """Return our own terms and those of the tabular list, each way of saying once."""
    chosen: dict[tuple[str, ...], Term] = {}
    for term in own_terms():
        if table.entry(term.code) is not None:
            chosen.setdefault(term.words, term)
    for term in _tabular_terms(table):
        known = chosen.get(term.words)
        if known is None or (known.source != "own" and _is_closer(term, known)):
            chosen[term.words] = term
    return list(chosen.values())


def _is_closer(term: Term, known: Term) -> bool:
    """Return whether a term's code says the same more exactly: it stands under the known one."""
    return term.code != known.code and term.code.startswith(known.code)


def _tabular_terms(table: ICD10CMTable) -> Iterator[Term]:
    """Yield titles and inclusion terms; those of codes divided by side lead to the code above."""
    rows = [row for row in table.named() if not _LEFT_OUT.match(row[0])]
    sides: dict[str, set[str]] = {}
    for code, title, _, _ in rows:
        sides.setdefault(code[:-1], set()).update(side.lower() for side in _ONE_SIDE.findall(title))
    sided = {code for code, found in sides.items() if len(found) > 1}
    titles = {title for _, title, _, _ in rows}
    for code, title, _, inclusion_terms in rows:
        if code[:-1] not in sided and not titles.isdisjoint(_of_other_sides(title)):
            continue  # the side is chosen above this level: reached by going down from there
        divided = code[:-1] in sided and _SIDE.search(title) is not None
        target = code[:-1] if divided else code
        if not _OTHER.search(title):
            yield from _variants(target, _SIDE.sub(" ", title) if divided else title, "title")
        for inclusion in inclusion_terms:
            if not _OTHER.search(inclusion):
                yield from _variants(target, inclusion, "inclusion")


def _of_other_sides(title: str) -> set[str]:
    """Return a title as it would read for another side of the body; nothing when it names none."""
    return {
        title.replace(side, other, 1)
        for side in ("right", "left", "unspecified")
        for other in ("right", "left")
        if side in title and other != side
    }


def _variants(code: str, phrase: str, source: Source) -> Iterator[Term]:
    """Yield a phrase, and the phrase without its brackets, as terms."""
    for text in dict.fromkeys((phrase, _BRACKETS.sub("", phrase))):
        if len(text) < 4 or ":" in text:
            continue
        words = folded_words(text)
        if 1 <= len(words) <= _LONGEST_TERM and not all(word.isdigit() or len(word) < 3 for word in words):
            yield Term(words, code, source)


@cache
def own_terms() -> tuple[Term, ...]:
    """Return our own terms, from every ``data/lexicon/*.tsv``.

    A row is terms joined by ``|``, a tab, a code, and perhaps a tab with ``implies WORDS`` or
    ``without side CODE`` (see :class:`Term`). A term all in upper case of up to four
    letters counts only in upper case, so that "aids" is not a diagnosis.
    """
    terms: list[Term] = []
    directory = resources.files("cleanclaim.coding").joinpath("data/lexicon")
    for file in sorted(directory.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".tsv"):
            continue
        for row in file.read_text("utf-8").splitlines():
            if not row.strip() or row.startswith("#"):
                continue
            phrases, code, extra = (*row.split("\t"), "")[:3]
            implied = extra.removeprefix("implies ") if extra.startswith("implies ") else ""
            unsided = extra.removeprefix("without side ") if extra.startswith("without side ") else ""
            for phrase in phrases.split("|"):
                phrase = phrase.strip()
                exact = phrase if phrase.isupper() and phrase.isalnum() and len(phrase) <= 4 else ""
                terms.append(
                    Term(
                        folded_words(phrase),
                        code.strip().replace(".", ""),
                        "own",
                        exact,
                        frozenset(folded_words(implied)),
                        unsided.replace(".", ""),
                    )
                )
    return tuple(terms)


@cache
def abbreviations() -> dict[str, tuple[Abbreviation, ...]]:
    """Return the ambiguous abbreviations with their meanings, from ``data/abbreviations.tsv``."""
    text = resources.files("cleanclaim.coding").joinpath("data/abbreviations.tsv").read_text("utf-8")
    table: dict[str, list[Abbreviation]] = {}
    for row in text.splitlines():
        if not row or row.startswith("#"):
            continue
        short, code, meaning, settled, refuted = (*row.split("\t"), "")[:5]
        table.setdefault(short, []).append(
            Abbreviation(
                short,
                code.replace(".", ""),
                meaning,
                tuple(word for word in settled.split("|") if word),
                tuple(word for word in refuted.split("|") if word),
            )
        )
    return {short: tuple(meanings) for short, meanings in table.items()}


def release_names(lexicon: Lexicon) -> dict[str, str]:
    """Return the releases used, by kind; what could help and is not there is said to be not loaded."""
    return {
        ICD10CM_KIND: lexicon.release.label,
        ICD10CM_INDEX.name: lexicon.index_name,
        **lexicon.tables.names,
    }


def shown(code: str) -> str:
    """Return a code as people read it."""
    return dotted(code)
