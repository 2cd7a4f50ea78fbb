"""Intervals over notes: how far a figure would move with other notes of the same kind."""

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def bootstrap(
    notes: Sequence[T], measure: Callable[[Sequence[T]], float], *, rounds: int, seed: int
) -> tuple[float, float]:
    """Return the 95 % percentile interval of a measure over resampled notes.

    The same seed gives the same interval. No notes or no rounds: both ends are the measure itself.
    """
    if not notes or rounds < 1:
        value = measure(notes)
        return value, value
    chance = random.Random(seed)  # noqa: S311 - statistics, nothing secret
    values = sorted(measure(chance.choices(notes, k=len(notes))) for _ in range(rounds))
    last = len(values) - 1
    return values[round(last * 0.025)], values[round(last * 0.975)]
