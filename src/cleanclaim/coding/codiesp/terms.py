"""The terms of our lexicon, the tabular list and the Alphabetic Index as phrases of the mention profile."""

import re
from collections import defaultdict
from collections.abc import Iterable

from cleanclaim.codesets import IndexTable, IndexTerm
from cleanclaim.coding.codiesp.phrases import MOST_WORDS, Key, key_of_folded, key_of_words
from cleanclaim.coding.codiesp.procedures import procedure_phrases
from cleanclaim.coding.lexicon import Lexicon, shown

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Words by which the index says how a subterm stands to its term; a note need not say them.
_OF_THE_INDEX = frozenset({"nec", "specified", "type", "without"})
_MOST_INDEX_WORDS = 6


def lexicon_phrases(lexicon: Lexicon) -> dict[Key, frozenset[str]]:
    """Return the lexicon's terms, and our words for procedures, with the codes that they lead to.

    Where a code is incomplete, its unspecified one stands in.
    """
    found: dict[Key, set[str]] = defaultdict(set)
    for term in lexicon.terms:
        key = key_of_folded(term.words)
        if 0 < len(key) <= MOST_WORDS:
            found[key].add(shown(unspecified(term.code, lexicon)))
    for key, codes in procedure_phrases().items():
        found[key] |= codes
    return _frozen(found)


def index_phrases(index: IndexTable, lexicon: Lexicon) -> dict[Key, frozenset[str]]:
    """Return every line of the index as a phrase: its words and those of the lines that it stands under."""
    found: dict[Key, set[str]] = defaultdict(set)
    for main in index.every_main_term():
        for key, code in _lines(main, index):
            if 0 < len(key) <= _MOST_INDEX_WORDS:
                found[key].add(shown(unspecified(code, lexicon)))
    return _frozen(found)


def _lines(main: IndexTerm, index: IndexTable) -> Iterable[tuple[Key, str]]:
    path: dict[int, Key] = {}
    for term in (main, *index.under(main)):
        path = {level: key for level, key in path.items() if level < term.level}
        path[term.level] = key_of_words(_WORD.findall(term.title)) - _OF_THE_INDEX
        if term.code:
            yield frozenset().union(*path.values()), term.code


def unspecified(code: str, lexicon: Lexicon) -> str:
    """Return the first unspecified code below an incomplete one; the code itself where there is none."""
    entry = lexicon.entry(code)
    while entry is not None and not entry.billable:
        children = [child for one in lexicon.children(entry.code) if (child := lexicon.entry(one))]
        plain = [child for child in children if "unspecified" in child.title.lower()]
        if not plain:
            break
        entry = plain[0]
    return entry.code if entry else code


def _frozen(found: dict[Key, set[str]]) -> dict[Key, frozenset[str]]:
    return {key: frozenset(codes) for key, codes in found.items()}
