"""Porter's stemmer, as SQLite's full-text search has it, so that words can be compared outside of it.

Source: M. F. Porter, An algorithm for suffix stripping, Program 14(3), 1980. Small letters only.
"""

from functools import lru_cache
from itertools import pairwise

_DOUBLE_KEPT = "lsz"


def _longest_first(*endings: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Return endings and what takes their place; of two that both fit the longer one counts."""
    return tuple(sorted(endings, key=lambda pair: -len(pair[0])))


_STEP2 = _longest_first(
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
    ("logi", "log"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
    ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"),
    ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
)  # fmt: skip
_STEP3 = _longest_first(
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""),
    ("ness", ""),
)  # fmt: skip
_STEP4 = tuple(sorted((
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism",
    "ate", "iti", "ous", "ive", "ize",
), key=len, reverse=True))  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a word in small letters; words of one or two letters are their own."""
    if len(word) < 3 or not word.isascii():
        return word
    word = _first_step(word)
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(word, _STEP2)
    word = _replaced(word, _STEP3)
    word = _without_ending(word)
    if word.endswith("e") and (
        _measure(word[:-1]) > 1 or (_measure(word[:-1]) == 1 and not _short(word[:-1]))
    ):
        word = word[:-1]
    if word.endswith("ll") and _measure(word[:-1]) > 1:
        word = word[:-1]
    return word


def _first_step(word: str) -> str:
    if word.endswith(("sses", "ies")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending) and _has_vowel(word[: -len(ending)]):
            word = word[: -len(ending)]
            if word.endswith(("at", "bl", "iz")):
                return word + "e"
            if _double(word) and word[-1] not in _DOUBLE_KEPT:
                return word[:-1]
            return word + "e" if _measure(word) == 1 and _short(word) else word
    return word


def _replaced(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, other in endings:
        if word.endswith(ending):
            before = word[: -len(ending)]
            return before + other if _measure(before) > 0 else word
    return word


def _without_ending(word: str) -> str:
    for ending in _STEP4:
        if word.endswith(ending):
            before = word[: -len(ending)]
            if _measure(before) > 1 and (ending != "ion" or before.endswith(("s", "t"))):
                return before
            return word
    return word


def _consonant(word: str, place: int) -> bool:
    letter = word[place]
    if letter in "aeiou":
        return False
    return letter != "y" or place == 0 or not _consonant(word, place - 1)


def _measure(word: str) -> int:
    """Count the times that a vowel is followed by a consonant."""
    kinds = [_consonant(word, place) for place in range(len(word))]
    return sum(1 for one, after in pairwise(kinds) if after and not one)


def _has_vowel(word: str) -> bool:
    return any(not _consonant(word, place) for place in range(len(word)))


def _double(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _consonant(word, len(word) - 1)


def _short(word: str) -> bool:
    """Whether a word ends consonant, vowel, consonant, the last not w, x or y."""
    return (
        len(word) > 2
        and _consonant(word, len(word) - 3)
        and not _consonant(word, len(word) - 2)
        and _consonant(word, len(word) - 1)
        and word[-1] not in "wxy"
    )
