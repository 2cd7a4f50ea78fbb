"""The walk of the Alphabetic Index: a main term, then the subterms whose words stand near, in any order.

Source: ICD-10-CM Official Guidelines I.B.1 (FY 2026): look a term up in the Alphabetic Index first, then
verify it in the tabular list; I.A.15 to I.A.17: "see" must be followed, "see also" may be. The walk only
finds a code; ``specificity`` goes on from it there.
"""

from functools import cache, lru_cache
from importlib import resources

import msgspec

from cleanclaim.codesets import IndexTable, IndexTerm, neoplasm_reference
from cleanclaim.coding.index_lines import alternatives, matching, read_lines
from cleanclaim.coding.neoplasm_table import NeoplasmTable
from cleanclaim.coding.sentences import Sentence, means_because_of
from cleanclaim.coding.text import STOP_WORDS, folded_words

_REACH = 6  # content words before or after the main term in which its subterms are looked for
_MOST_MAIN_TERMS = 8
# The External Cause Index prints what notes tell in the past.
_FORMS = {
    "fell": "fall",
    "fallen": "fall",
    "bitten": "bite",
    "bit": "bite",
    "hit": "struck",
    "kicked": "kick",
}
_MOST_HOPS = 2  # cross-references after each other


class Found(msgspec.Struct, frozen=True):
    """Where a walk ended: the code, the indexes of the words that led there, the way in words."""

    code: str
    places: tuple[int, ...]
    path: str


class _End(msgspec.Struct, frozen=True):
    code: str
    words: frozenset[str]
    path: str


class IndexWalk:
    """Walks of one index; lines of main terms are kept once read.

    ``neoplasms`` is the table that "see Neoplasm, by site" leads to. ``any_comma`` and ``name`` are
    for the External Cause Index.
    """

    def __init__(
        self,
        index: IndexTable,
        neoplasms: NeoplasmTable | None = None,
        *,
        any_comma: bool = False,
        name: str = "the Alphabetic Index",
    ) -> None:
        self._index = index
        self._neoplasms = neoplasms
        self._any_comma = any_comma
        self._name = name
        self._lines = lru_cache(maxsize=2048)(lambda main: read_lines(index, main, any_comma=any_comma))
        self._mains = lru_cache(maxsize=16384)(self._read_mains)

    def in_sentence(self, sentence: Sentence) -> list[Found]:
        """Return the walks that begin at the words of a sentence, at most one for each word."""
        forms = _FORMS if self._any_comma else {}
        content = [
            (place, forms.get(token.folded, token.folded))
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
            words = frozenset(here)
            best: _End | None = None
            for main, ways in mains:
                title = next((way for way in ways if word in way and way <= words), None)
                if title is not None:
                    one = self._deepest(main, title, words, _MOST_HOPS)
                    if one is not None and (best is None or len(one.words) > len(best.words)):
                        best = one
            if best is not None:
                places = tuple(sorted(here[one] for one in best.words))
                found.append(Found(best.code, places, best.path))
        return found

    def _deepest(
        self, main: IndexTerm, title: frozenset[str], here: frozenset[str], hops: int
    ) -> _End | None:
        """Return the line with most of its words in the sentence, the highest on equal terms."""
        best: tuple[int, IndexTerm, frozenset[str]] | None = None
        active: list[frozenset[str]] = [title]
        if main.code or main.see or main.see_also:
            best = (len(title), main, title)
        skip_below: int | None = None
        for line in self._lines(main):
            if skip_below is not None:
                if line.level > skip_below:
                    continue
                skip_below = None
            words = matching(line.ways, here)
            if words is None:
                skip_below = line.level
                continue
            del active[line.level - main.level :]
            together = active[-1] | words
            active.append(together)
            leads = line.term.code or line.term.see or line.term.see_also
            if words and leads and (best is None or len(together) > best[0]):
                best = (len(together), line.term, together)
        if best is None:
            return None
        _, term, words = best
        end = self._referred(term, words, here, hops) if hops else None
        if term.code and (end is None or len(end.words) <= len(words)):
            path = ", ".join(one.title for one in self._index.path(term))
            end = _End(term.code, words, f"{self._name} ({path})")
        if end is None or (len(end.words) == 1 and end.words & vague_words()):
            return None
        return end

    def _referred(
        self, term: IndexTerm, words: frozenset[str], here: frozenset[str], hops: int
    ) -> _End | None:
        """Return where the cross-references of a line lead with most words of the sentence."""
        best: _End | None = None
        for reference in (*term.see, *term.see_also):
            one = self._follow(reference, words, here, hops)
            if one is not None and (best is None or len(one.words) > len(best.words)):
                best = one
        return best

    def _follow(self, reference: str, words: frozenset[str], here: frozenset[str], hops: int) -> _End | None:
        named = neoplasm_reference(reference)
        if named is not None:
            if self._neoplasms is None:
                return None
            site = self._neoplasms.site(*named, here - words)
            return None if site is None else _End(site.code, words | site.words, site.path)
        followed = self._index.follow(reference)
        if followed is None or not followed.whole:
            return None
        return self._deepest(followed.term, words, here, hops - 1)

    def _read_mains(self, word: str) -> tuple[tuple[IndexTerm, tuple[frozenset[str], ...]], ...]:
        found = []
        for main in self._index.main_terms(word)[:_MOST_MAIN_TERMS]:
            ways = alternatives(main.title, any_comma=self._any_comma)
            if any(word in way for way in ways):
                found.append((main, ways))
        return tuple(found)


@cache
def vague_words() -> frozenset[str]:
    """Return the main terms that say nothing by themselves, from ``data/vague_index_words.txt``."""
    text = resources.files("cleanclaim.coding").joinpath("data/vague_index_words.txt").read_text("utf-8")
    rows = (row for row in text.splitlines() if not row.startswith("#"))
    return frozenset(word for row in rows for one in row.split() for word in folded_words(one))
