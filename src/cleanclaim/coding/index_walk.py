"""The walk of the Alphabetic Index: a main term, then the subterms whose words stand near, in any order.

Source: ICD-10-CM Official Guidelines I.B.1 (FY 2026): look a term up in the Alphabetic Index first, then
verify it in the tabular list. The walk only finds a code; ``specificity`` goes on from it there.
"""

from functools import cache, lru_cache
from importlib import resources

import msgspec

from cleanclaim.codesets import IndexTable, IndexTerm
from cleanclaim.coding.sentences import Sentence, means_because_of
from cleanclaim.coding.text import STOP_WORDS, folded_words

_REACH = 6  # content words before or after the main term in which its subterms are looked for
_MOST_MAIN_TERMS = 8
_SMALL = STOP_WORDS | {"site", "type", "see", "also"}


class Line(msgspec.Struct, frozen=True):
    """A line of the index under its main term: depth, the words that it asks for, where it leads."""

    level: int
    words: frozenset[str]
    term: IndexTerm


class Found(msgspec.Struct, frozen=True):
    """Where a walk ended: the code, the indexes of the words that led there, the path as printed."""

    code: str
    places: tuple[int, ...]
    path: str


class IndexWalk:
    """Walks of one index; lines of main terms are kept once read."""

    def __init__(self, index: IndexTable) -> None:
        self._index = index
        self._lines = lru_cache(maxsize=2048)(self._read_lines)
        self._mains = lru_cache(maxsize=16384)(self._read_mains)

    def in_sentence(self, sentence: Sentence) -> list[Found]:
        """Return the walks that begin at the words of a sentence, at most one for each word."""
        content = [
            (place, token.folded)
            for place, token in enumerate(sentence.tokens)
            if token.folded and token.folded not in STOP_WORDS and not means_because_of(sentence, place)
        ]
        found = []
        for number, (_, word) in enumerate(content):
            mains = self._mains(word)
            if not mains:
                continue
            window = content[max(0, number - _REACH) : number + _REACH + 1]
            here = {folded: place for place, folded in reversed(window)}
            best: Found | None = None
            for main, title in mains:
                if title <= here.keys():
                    one = self._deepest(main, title, here)
                    if one is not None and (best is None or len(one.places) > len(best.places)):
                        best = one
            if best is not None:
                found.append(best)
        return found

    def _deepest(self, main: IndexTerm, title: frozenset[str], here: dict[str, int]) -> Found | None:
        """Return the line with most of its words in the sentence, the highest on equal terms."""
        best: tuple[int, Line, frozenset[str]] | None = None
        active: list[frozenset[str]] = [title]
        depth = main.level
        lines = self._lines(main)
        if main.code or main.see:
            best = (len(title), Line(main.level, title, main), title)
        skip_below: int | None = None
        for line in lines:
            if skip_below is not None:
                if line.level > skip_below:
                    continue
                skip_below = None
            if not line.words <= here.keys():
                skip_below = line.level
                continue
            del active[line.level - depth :]
            together = active[-1] | line.words
            active.append(together)
            if line.words and (line.term.code or line.term.see) and (best is None or len(together) > best[0]):
                best = (len(together), line, together)
        if best is None:
            return None
        _, line, words = best
        if len(words) == 1 and words & vague_words():
            return None
        code = line.term.code or self._see(line.term)
        if not code:
            return None
        path = ", ".join(one.title for one in self._index.path(line.term))
        return Found(code, tuple(sorted(here[word] for word in words)), path)

    def _see(self, term: IndexTerm) -> str:
        for reference in term.see:
            followed = self._index.follow(reference)
            if followed is not None and followed.whole and followed.term.code:
                return followed.term.code
        return ""

    def _read_mains(self, word: str) -> tuple[tuple[IndexTerm, frozenset[str]], ...]:
        found = []
        for main in self._index.main_terms(word)[:_MOST_MAIN_TERMS]:
            title = frozenset(folded_words(main.title)) - _SMALL
            if word in title:
                found.append((main, title))
        return tuple(found)

    def _read_lines(self, main: IndexTerm) -> tuple[Line, ...]:
        return tuple(
            Line(one.level, frozenset(folded_words(one.title)) - _SMALL, one)
            for one in self._index.under(main)
        )


@cache
def vague_words() -> frozenset[str]:
    """Return the main terms that say nothing by themselves, from ``data/vague_index_words.txt``."""
    text = resources.files("cleanclaim.coding").joinpath("data/vague_index_words.txt").read_text("utf-8")
    rows = (row for row in text.splitlines() if not row.startswith("#"))
    return frozenset(word for row in rows for one in row.split() for word in folded_words(one))
