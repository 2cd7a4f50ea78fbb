"""Phrases that annotators of the CodiEsp corpus marked, and what codes they gave them.

Keys are sets of shortened words, so that order, inflection and small words do not matter. The
counts come from the corpus' training part (CC BY 4.0; see ``data/README.md``).
"""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from cleanclaim.coding.text import STOP_WORDS, Token, fold

_KEPT_LETTERS = 7
MOST_WORDS = 8
"""Longer phrases never recur."""

Key = frozenset[str]


class CodeCount(msgspec.Struct, frozen=True, array_like=True):
    """For a phrase and a code: documents in which it was marked with the code (``marked``), and
    documents that have both, wherever (``beside``)."""

    marked: int
    beside: int


class Phrase(msgspec.Struct, frozen=True, array_like=True):
    """A phrase with the number of training documents in which it occurs, and its codes."""

    words: tuple[str, ...]
    documents: int
    codes: dict[str, CodeCount]


@cache
def shortened(folded: str) -> str:
    """Return a folded word without its ending: its first letters, numbers whole."""
    return folded[:_KEPT_LETTERS] if folded.isalpha() else folded


def key_of(tokens: Iterable[Token]) -> Key:
    """Return the key of some words."""
    return key_of_folded(token.folded for token in tokens)


def key_of_folded(words: Iterable[str]) -> Key:
    """Return the key of folded words."""
    return frozenset(shortened(word) for word in words if word and word not in STOP_WORDS)


def key_of_words(words: Iterable[str]) -> Key:
    """Return the key of written words."""
    return key_of_folded(map(fold, words))


class Inventory:
    """Phrases found by their rarest word: those of the corpus, those of our lexicon and the tabular
    list (``terms``), those of the Alphabetic Index (``index``, empty when it is not loaded)."""

    def __init__(
        self, phrases: Iterable[Key], terms: Mapping[Key, frozenset[str]], index: Mapping[Key, frozenset[str]]
    ) -> None:
        self.terms = terms
        self.index = index
        keys = dict.fromkeys(
            key for keys in (phrases, terms, index) for key in keys if 0 < len(key) <= MOST_WORDS
        )
        counts: dict[str, int] = {}
        for key in keys:
            for word in key:
                counts[word] = counts.get(word, 0) + 1
        self._by_rarest: dict[str, list[Key]] = {}
        for key in keys:
            rarest = min(key, key=lambda word: (counts[word], word))
            self._by_rarest.setdefault(rarest, []).append(key)

    def with_rarest(self, word: str) -> list[Key]:
        """Return the phrases of which this is the rarest word."""
        return self._by_rarest.get(word, [])
