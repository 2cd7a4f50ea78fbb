"""What conditions compare: values at a place, numbers, days; and what rules ask of a whole block first."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from cleanclaim.x12.blocks import Placed
from cleanclaim.x12.elements import is_date
from cleanclaim.x12.situations.model import Condition
from cleanclaim.x12.situations.scopes import Question, Scope
from cleanclaim.x12.sums import amount

Gatherer: TypeAlias = Callable[[Scope], frozenset[str]]


def first_question(one: Condition) -> "Question | None":
    """Return what must be true of a whole block for a condition to hold anywhere in it.

    Asked before a rule looks at one repeat after the other; quick, because the values of a place are
    gathered once for all rules.
    """
    if one.kind == "exists" and one.qualifiers:
        return _any_of(one.segment, 1, one.qualifiers)
    if one.kind == "exists" and one.loop and not one.element:
        place = (one.loop, one.segment)
        return lambda scope: place in scope.places
    if one.kind in ("before", "beyond") and one.qualifiers and one.other is not None:
        ask, other = _any_of(one.segment, 1, one.qualifiers), one.other
        if not other.qualifiers or other.loop:  # it may stand around the block
            return ask
        ask_other = _any_of(other.segment, 1, other.qualifiers)
        return lambda scope: ask(scope) and ask_other(scope)
    if not one.element or one.kind not in ("among", "has", "starts", "zero"):
        return None
    gathered = values_of("", one.segment, one.element)
    if one.kind == "zero":
        return lambda scope: any(_is_zero(value) for value in scope.once(gathered))
    if one.kind == "starts":
        return lambda scope: any(value.startswith(one.values) for value in scope.once(gathered))
    return _any_of(one.segment, one.element, one.values)


def _any_of(segment: str, element: int, values: Sequence[str]) -> Question:
    wanted, gathered = frozenset(values), values_of("", segment, element)
    return lambda scope: not wanted.isdisjoint(scope.once(gathered))


@cache
def values_of(loop: str, segment: str, element: int) -> Gatherer:
    """Return what gathers the values, and their components, of a place.

    Without a loop it is looked for in all of a scope, with one in the blocks around it.
    """

    def gather(scope: Scope) -> frozenset[str]:
        found: set[str] = set()
        for placed in scope.around(loop, segment) if loop else scope.of(segment):
            value = placed.get(element)
            found.add(value)
            if scope.mark in value:
                found.update(value.split(scope.mark))
        return frozenset(found)

    return gather


def _is_zero(text: str) -> bool:
    return text != "" and not text.strip("-.0")


def comparison(one: Condition) -> Callable[[str], bool]:
    """Return whether a text is a number above, below or of the value that a condition names."""
    if one.kind == "zero":
        return _is_zero
    limit = Decimal(one.values[0])

    def holds(text: str) -> bool:
        number = amount((text,), 0) if text else None
        if number is None:
            return False
        return number > limit if one.kind == "over" else number < limit

    return holds


def day_of(text: str, late: bool) -> str:
    """Return the first or last day of a date or period, nothing when it is none."""
    found = text.rpartition("-")[2] if late else text.partition("-")[0]
    return found[:8] if is_date(found[:8]) else ""


def value_at(placed: Placed, number: int, component: int, mark: str) -> str:
    parts = placed.parts
    value = parts[number] if 0 < number < len(parts) else ""
    if not component:
        return value
    inner = value.split(mark)
    return inner[component - 1] if component <= len(inner) else ""


def is_qualified(placed: Placed, qualifiers: tuple[str, ...], mark: str) -> bool:
    if not qualifiers:
        return True
    first = placed.get(1)
    return first in qualifiers or first.partition(mark)[0] in qualifiers
