"""Words without which a pattern cannot match: looking for them first spares most searches.

The parsed form of a pattern comes from the standard library's own parser. Where it tells nothing, there are
no hints and the pattern is always tried.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]

_SHORTEST = 2
_MOST = 80


@lru_cache(maxsize=4096)
def hints_of(pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return literals of which at least one stands in every text that the pattern matches.

    None if unknown.
    """
    found = _needed(list(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))
    if found is None or len(found) > _MOST:
        return ()
    return tuple(sorted(found, key=len))


def _needed(items: Iterable[tuple[object, object]]) -> frozenset[str] | None:
    """Return the most telling set of literals of a sequence: one of the set must occur."""
    best: frozenset[str] | None = None
    run = ""
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL":
            run += chr(argument)  # type: ignore[arg-type]
            continue
        best, run = _better(best, frozenset({run}) if len(run) >= _SHORTEST else None), ""
        best = _better(best, _of(name, argument))
    return _better(best, frozenset({run}) if len(run) >= _SHORTEST else None)


def _of(name: str, argument: object) -> frozenset[str] | None:
    if name == "SUBPATTERN":
        return _needed(argument[-1])  # type: ignore[index]
    if name in ("MAX_REPEAT", "MIN_REPEAT"):
        return _needed(argument[2]) if argument[0] else None  # type: ignore[index]
    if name == "BRANCH":
        together: set[str] = set()
        for branch in argument[1]:  # type: ignore[index]
            words = _needed(branch)
            if words is None:
                return None
            together |= words
        return frozenset(together)
    return None


def _better(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    """Return the set that is rarer in texts: that whose shortest word is longer."""
    if first is None or second is None:
        return first or second
    return max(first, second, key=lambda words: (min(map(len, words)), -len(words)))
