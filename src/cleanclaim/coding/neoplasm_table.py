"""The Table of Neoplasms: a site and a behaviour lead to a code.

Source: ICD-10-CM Official Guidelines I.C.2 (FY 2026): the table is looked up by site, its column by the
behaviour that is documented. Cancer and carcinoma without a word for it are primary malignant; nothing is
benign, in situ or uncertain unless the note says so.
"""

from functools import lru_cache

import msgspec

from cleanclaim.codesets import IndexTable, IndexTerm
from cleanclaim.coding.index_lines import Line, matching, read_lines
from cleanclaim.coding.sentences import Sentence
from cleanclaim.coding.text import STOP_WORDS

_REACH = 6  # content words before or after in which a site is looked for
_MALIGNANT = frozenset({"cancer", "carcinoma", "adenocarcinoma", "malignancy"})
_GROWTHS = frozenset({"neoplasm", "tumor", "growth"})  # they need a word that says how they behave
_SPREAD = frozenset({"metastasis", "metastatic"})
_TITLES = {
    "primary": "malignant, primary",
    "secondary": "malignant, secondary",
    "in_situ": "in situ",
    "benign": "benign",
    "uncertain": "uncertain behavior",
    "unspecified": "unspecified behavior",
}


class Site(msgspec.Struct, frozen=True):
    """A code of the table: undotted, the words of the site that led there, the way in words."""

    code: str
    words: frozenset[str]
    path: str


class NeoplasmTable:
    """Look-ups in one release of the table."""

    def __init__(self, table: IndexTable) -> None:
        self._table = table
        self._lines = lru_cache(maxsize=64)(lambda term: read_lines(table, term))

    def site(self, reference: str, column: str, here: frozenset[str]) -> Site | None:
        """Return the deepest site below a reference ("Neoplasm, skin") whose words are all here.

        Nothing when neither the reference nor the words name a site, or the column prints no code.
        """
        followed = self._table.follow(reference)
        if followed is None or not followed.whole:
            return None
        start = followed.term
        best: tuple[int, IndexTerm, frozenset[str]] | None = None
        if start.level and start.column(column):
            best = (0, start, frozenset())
        for line, words in _within(start, self._lines(start), here):
            if line.term.column(column) and (best is None or len(words) > best[0]):
                best = (len(words), line.term, words)
        if best is None:
            return None
        _, term, words = best
        path = ", ".join(one.title for one in self._table.path(term))
        code = term.column(column)
        return Site(code, words, f"the Table of Neoplasms ({path}: {_TITLES[column]})") if code else None

    def in_sentence(self, sentence: Sentence) -> list[tuple[str, tuple[int, ...], str]]:
        """Return code, indexes of the words and way for each neoplasm with its site in a sentence."""
        content = [
            (place, token.folded)
            for place, token in enumerate(sentence.tokens)
            if token.folded and token.folded not in STOP_WORDS
        ]
        found = []
        for number, (place, word) in enumerate(content):
            if word not in _MALIGNANT and word not in _GROWTHS and word not in _SPREAD:
                continue
            window = content[max(0, number - _REACH) : number + _REACH + 1]
            near = {one for _, one in content[max(0, number - 3) : number + 4]}
            column, said = _behaviour(word, near, sentence, place)
            if not column:
                continue
            here = {one: at for at, one in reversed(window)}
            site = self.site("Neoplasm", column, frozenset(here) - said - {word})
            if site is not None and site.words:
                places = sorted({place, *(here[one] for one in site.words | (said & here.keys()))})
                found.append((site.code, tuple(places), site.path))
        return found


def _behaviour(word: str, near: set[str], sentence: Sentence, place: int) -> tuple[str, frozenset[str]]:
    """Return the column that the words name, and those words; nothing when they name none."""
    if "situ" in near:
        return "in_situ", frozenset({"situ"})
    if word in _SPREAD:
        following = sentence.tokens[place + 1].folded if place + 1 < len(sentence.tokens) else ""
        spread = word == "metastasis" or following == "to"
        return ("secondary", frozenset({word})) if spread else ("", frozenset())
    if "benign" in near:
        return "benign", frozenset({"benign"})
    if {"uncertain", "behavior"} <= near:
        return "uncertain", frozenset({"uncertain", "behavior"})
    if {"secondary", "malignant"} <= near or ("secondary" in near and word in _MALIGNANT):
        return "secondary", frozenset({"secondary", "malignant"})
    if word in _MALIGNANT or "malignant" in near:
        return "primary", frozenset({"malignant", "primary"})
    return "", frozenset()


def _within(
    start: IndexTerm, lines: tuple[Line, ...], here: frozenset[str]
) -> list[tuple[Line, frozenset[str]]]:
    """Return the lines under a term all of whose words, down from it, are here, with those words."""
    found = []
    active: list[frozenset[str]] = [frozenset()]
    skip_below: int | None = None
    for line in lines:
        if skip_below is not None:
            if line.level > skip_below:
                continue
            skip_below = None
        words = matching(line.ways, here)
        if words is None:
            skip_below = line.level
            continue
        del active[line.level - start.level :]
        together = active[-1] | words
        active.append(together)
        if words:
            found.append((line, together))
    return found
