"""A question in words, taken apart: what must be there, in which forms, and as a full-text expression."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

import msgspec

from cleanclaim.codesets.search_words import WordBook, Words
from cleanclaim.codesets.stemming import stem

_WORD = re.compile(r"[a-z0-9]+")
_SMALL = frozenset(
    "a an and as at by due for from in is of on or s the to with".split()  # noqa: SIM905
)

MOST_WORDS = 16
"""So many words of a question are looked at."""


class Unit(msgspec.Struct, frozen=True):
    """One thing that is asked for: any of its forms, each of which is one word or several.

    ``beginning``: the first form also stands for words that begin so.
    """

    forms: tuple[Words, ...]
    beginning: bool = False

    @property
    def expression(self) -> str:
        """The unit as a full-text expression."""
        forms = [" AND ".join(f'"{word}"' for word in form) for form in self.forms]
        if self.beginning:
            forms[0] += "*"
        return "(" + " OR ".join(f"({form})" for form in forms) + ")"

    def found_in(self, stems: frozenset[str]) -> frozenset[str]:
        """Return the stems of a text that this unit is found by; none when it is not found."""
        for form in self.forms:
            wanted = frozenset(stem(word) for word in form)
            if wanted <= stems:
                return wanted
        if self.beginning:
            *whole, last = self.forms[0]
            rest = frozenset(stem(word) for word in whole)
            begun = frozenset(one for one in stems if one.startswith(last))
            if begun and rest <= stems:
                return rest | begun
        return frozenset()


def words_of(text: str) -> Words:
    """Return the words of a text in small letters, without accents."""
    folded = text.casefold()
    if not folded.isascii():
        letters = unicodedata.normalize("NFKD", folded)
        folded = "".join(one for one in letters if not unicodedata.combining(one))
    return tuple(_WORD.findall(folded))


def telling(words: Words) -> Words:
    """Return the words that say something; all of them when none does."""
    return tuple(word for word in words if word not in _SMALL) or words


def units_of(words: Words, book: WordBook) -> tuple[Unit, ...]:
    """Return the units of a question; the longest phrases that the book knows stay together."""
    units: list[Unit] = []
    place = 0
    while place < len(words):
        for length in range(min(book.longest, len(words) - place), 0, -1):
            phrase = words[place : place + length]
            others = book.others(phrase)
            if others or length == 1:
                break
        own = telling(phrase)
        if others or own[0] not in _SMALL or len(words) == 1:
            units.append(Unit(tuple(dict.fromkeys((own, *(telling(other) for other in others))))))
        place += length
    if not units and words:
        units = [Unit((words,))]
    if units and units[-1].forms[0][-1] == words[-1] and len(words[-1]) > 1:
        units[-1] = Unit(units[-1].forms, beginning=True)
    return tuple(units)


def expression(units: Iterable[Unit]) -> str:
    """Return the full-text expression of all units."""
    return " AND ".join(unit.expression for unit in units)


def loosened(units: Sequence[Unit], matches: Callable[[str], bool]) -> tuple[Unit, ...]:
    """Return the units; words that only begin known words stand for those."""
    return tuple(
        Unit(unit.forms, beginning=True)
        if not unit.beginning and len(unit.forms[0][-1]) > 2 and not matches(unit.expression)
        else unit
        for unit in units
    )


def stems_asked(units: Iterable[Unit]) -> frozenset[str]:
    """Return the stems of all forms of all units."""
    return frozenset(stem(word) for unit in units for form in unit.forms for word in form)
