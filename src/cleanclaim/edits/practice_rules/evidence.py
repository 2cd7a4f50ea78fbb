"""Is it chance? The statistics of proposals: exact test, confidence interval."""

from math import exp, lgamma, sqrt

_Z95 = 1.959963984540054
_DIGITS = 12
"""Figures are rounded, so that they are the same whatever the machine's arithmetic library."""


def chance(hits: int, drawn: int, marked: int, total: int) -> float:
    """Return how likely ``hits`` or more of ``drawn`` lines are among the ``marked`` of ``total`` by chance.

    Fisher's exact test, one-sided (the upper tail of the hypergeometric distribution).
    """
    whole = _log_choose(total, drawn)
    tail = 0.0
    for number in range(hits, min(drawn, marked) + 1):
        if drawn - number <= total - marked:
            tail += exp(_log_choose(marked, number) + _log_choose(total - marked, drawn - number) - whole)
    return round(min(1.0, tail), _DIGITS) if tail > 10**-_DIGITS else 0.0


def interval(hits: int, drawn: int) -> tuple[float, float]:
    """Return the 95 percent confidence interval of a share (Wilson's score interval)."""
    if not drawn:
        return (0.0, 1.0)
    share, square = hits / drawn, _Z95**2
    middle = share + square / (2 * drawn)
    half = _Z95 * sqrt(share * (1 - share) / drawn + square / (4 * drawn**2))
    scale = 1 + square / drawn
    return (round(max(0.0, (middle - half) / scale), 6), round(min(1.0, (middle + half) / scale), 6))


def _log_choose(of: int, some: int) -> float:
    return lgamma(of + 1) - lgamma(some + 1) - lgamma(of - some + 1)
