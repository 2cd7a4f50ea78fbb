"""How well a text answers a question, so that the code that is meant stands first."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from cleanclaim.codesets.search_query import Unit, telling, words_of
from cleanclaim.codesets.stemming import stem

# Words that make a title another matter than the one asked for, where the question has them not.
_CONTEXT = frozenset(map(stem, """
    pregnancy childbirth puerperium maternal trimester newborn neonatal congenital birth family history
    screening sequela sequelae poisoning underdosing postprocedural intraoperative complicating tuberculous
    syphilitic gonococcal drug induced secondary transplant exposure causing fear other late elsewhere war
    military legal personal hereditary postpartum juvenile bilateral gestational aftercare fitting subsequent
    noncompliance carrier failed without due remission
""".split()))  # noqa: SIM905  # fmt: skip
# Words that leave a title as general as it is without them.
_FILLING = frozenset(map(stem, """
    unspecified site organism type not without complication uncomplicated nos disorder disease encounter
    essential primary specified adult acute
""".split()))  # noqa: SIM905  # fmt: skip
_PER_WORD, _MOST_WORDS = 4.0, 12
_MISSED = 40.0


@lru_cache(maxsize=65536)
def stems_of(text: str) -> frozenset[str]:
    """Return the stems of a text's telling words."""
    return frozenset(stem(word) for word in telling(words_of(text)))


def score(text: str, units: Sequence[Unit]) -> float:
    """Return how well a text answers, 100 when it says just what was asked, less for each word more."""
    stems = stems_of(text)
    matched: set[str] = set()
    missed = 0
    for unit in units:
        found = unit.found_in(stems)
        matched |= found
        missed += not found
    return 100.0 - _cost(stems - matched) - _MISSED * missed


def narrowing(title: str, parent: str) -> float:
    """Return how much narrower a title is than that of the code above it."""
    return _cost(stems_of(title) - stems_of(parent))


def _cost(words: Iterable[str]) -> float:
    cost = sum(_PER_WORD * (0.5 if word in _FILLING else 2.0 if word in _CONTEXT else 1.0) for word in words)
    return min(cost, _PER_WORD * _MOST_WORDS)


def best(texts: Iterable[tuple[str, float]], units: Sequence[Unit]) -> tuple[float, str]:
    """Return the best score among texts, each with what is taken off for its kind, and that text."""
    return max(((score(text, units) - less, text) for text, less in texts), key=lambda pair: pair[0])
