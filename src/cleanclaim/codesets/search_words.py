"""The words that people use where titles say something else: abbreviations, lay words, equivalents.

Files beside this one, written by us: ``diagnosis_words.tsv``, ``supply_words.tsv`` and
``procedure_words.tsv`` (a phrase, other words for it, the codes that are usually meant), and
``equivalent_words.tsv`` (words that stand for each other).
"""

from functools import cache
from importlib import resources

import msgspec

from cleanclaim.codesets.stemming import stem

Words = tuple[str, ...]
_EMPTY: dict[Words, "Meant"] = {}


class Meant(msgspec.Struct, frozen=True):
    """What a phrase stands for: other words (each a phrase of its own) and codes, likeliest first."""

    others: tuple[Words, ...]
    codes: tuple[str, ...]


class WordBook(msgspec.Struct, frozen=True):
    """Phrases by their words. ``longest`` is the number of words of the longest one."""

    meant: dict[Words, Meant]
    common: frozenset[str]
    longest: int

    def codes(self, words: Words) -> tuple[str, ...]:
        """Return the codes that a whole question usually means, whatever the form of its words."""
        found = self.meant.get(words) or self.meant.get(_stems(words))
        return found.codes if found else ()

    def others(self, words: Words) -> tuple[Words, ...]:
        """Return what may stand instead of a phrase."""
        found = self.meant.get(words)
        return found.others if found else ()


@cache
def diagnosis_words() -> WordBook:
    """Return the words of ICD-10-CM searches."""
    return _book(_read("diagnosis_words.tsv"), _read("equivalent_words.tsv"))


@cache
def supply_words() -> WordBook:
    """Return the words of HCPCS Level II searches."""
    return _book(_read("supply_words.tsv"), _read("equivalent_words.tsv"))


@cache
def procedure_words() -> WordBook:
    """Return the words of ICD-10-PCS searches."""
    return _book(_read("procedure_words.tsv"), _read("equivalent_words.tsv"))


@cache
def plain_words() -> WordBook:
    """Return the words of searches in other systems: equivalents only."""
    return _book([], _read("equivalent_words.tsv"))


def _book(phrases: list[list[str]], equivalents: list[list[str]]) -> WordBook:
    meant: dict[Words, Meant] = {}
    for cells in equivalents:
        meant[tuple(cells[0].split())] = Meant(tuple(tuple(other.split()) for other in cells[1:]), ())
    for phrase, other, codes in phrases:
        words = tuple(phrase.split())
        before = meant.get(words)
        others = [tuple(other.lower().replace("-", " ").split())] if other else []
        meant[words] = Meant(
            tuple(dict.fromkeys((*others, *(before.others if before else ())))),
            tuple(code.replace(".", "") for code in codes.split()),
        )
    for words, one in list(meant.items()):
        if one.codes:
            meant.setdefault(_stems(words), Meant((), one.codes))
    common = frozenset(code for one in meant.values() for code in one.codes)
    return WordBook(meant, common, max(map(len, meant), default=0))


def _stems(words: Words) -> Words:
    return tuple(sorted(stem(word) for word in words))


def _read(name: str) -> list[list[str]]:
    text = resources.files("cleanclaim.codesets").joinpath("data", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
