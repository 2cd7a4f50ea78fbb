"""Amounts of segments, their sums, and what does not agree: what all balancers share."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from cleanclaim.x12.problems import Severity
from cleanclaim.x12.segments import Delimiters

_AMOUNT = re.compile(r"-?(?:\d{1,18}\.?\d{0,18}|\.\d{1,18})")


class Imbalance(msgspec.Struct, frozen=True, kw_only=True):
    """A sum that does not agree, at a segment (its number in the file, position, byte).

    ``message`` names the amounts, ``plain`` does not.
    """

    id: str
    loop: str
    segment: str
    element: str
    at: tuple[int, int, int]
    claim_id: str
    value: str
    expected: str
    message: str
    plain: str
    fix: str
    severity: Severity = Severity.ERROR


class Balancer(Protocol):
    """Follows one transaction and tells what does not add up.

    ``wants`` are the segments that it must be shown; the others do not matter to it.
    """

    wants: frozenset[str]

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:
        """Take in one segment."""
        ...

    def found(self) -> list[Imbalance]:
        """Return what was found since the last time; complete only after the SE."""
        ...


def amount(parts: Sequence[str], number: int) -> Decimal | None:
    """Return element ``number`` as an amount: zero when absent, nothing when it is no number."""
    if number >= len(parts) or not parts[number]:
        return Decimal(0)
    return Decimal(parts[number]) if _AMOUNT.fullmatch(parts[number]) else None


def needed(parts: Sequence[str], number: int) -> Decimal | None:
    """Return an amount that must be there: nothing when it is absent (level 2 tells) or no number."""
    return amount(parts, number) if _has(parts, number) else None


def adjusted(parts: Sequence[str]) -> Decimal | None:
    """Return the sum of the amounts of a CAS segment, nothing when one is no number or is missing."""
    total = Decimal(0)
    for number in range(3, min(len(parts) + 1, 19), 3):
        one = amount(parts, number)
        if one is None or (not _has(parts, number) and _has(parts, number - 1)):
            return None
        total += one
    return total


def _has(parts: Sequence[str], number: int) -> bool:
    return number < len(parts) and parts[number] != ""


def plus(total: Decimal | None, one: Decimal | None) -> Decimal | None:
    """Return a sum that is unknown as soon as one of its parts is."""
    return None if total is None or one is None else total + one


def shown(value: Decimal | None) -> str:
    """Return an amount with two decimals, or more when it has more; nothing for one that is unknown."""
    if value is None:
        return ""
    rounded = f"{value:.2f}"
    return rounded if Decimal(rounded) == value else f"{value:f}"
