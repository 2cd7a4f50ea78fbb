"""Whole segments dropped, doubled, changed places, or wrongly qualified: every way, for every base."""

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from cleanclaim.x12 import Row, composite
from cleanclaim.x12.automaton import Place, automaton_for
from cleanclaim.x12.guides import SegmentUse, Usage
from tests.x12.bases import Base
from tests.x12.defects.generator import MARKS, guide_of, placed

_JOINT = composite("", "x")[0]


class Damage(msgspec.Struct, frozen=True):
    """One damage: its kind, where (row number and what), the rows, and whether the guide allows it."""

    kind: str
    where: str
    rows: tuple[Row, ...]
    may_be_right: bool


def damages(base: Base) -> Iterator[Damage]:
    """Yield every damage of a base."""
    rows = base.rows
    known = _qualifiers(base)
    for index, loop, use, opens in placed(base):
        row = rows[index]
        where = f"{index} {loop} {'*'.join(row[:3])}"
        without = (*rows[:index], *rows[index + 1 :])
        yield Damage("dropped", where, without, opens or use.usage is not Usage.REQUIRED)
        twice = (*rows[: index + 1], row, *rows[index + 1 :])
        yield Damage("doubled", where, twice, opens or use.repeats != 1)
        if index + 1 < len(rows):
            swapped = (*rows[:index], rows[index + 1], row, *rows[index + 2 :])
            yield Damage("swapped", where, swapped, True)
        for number, part in use.key:
            value = _value(row, number, part)
            if value:
                nothing = "X" * len(value) if value[0] == "Q" else "Q" * len(value)
                yield Damage("impossible", where, _changed(rows, index, number, part, nothing), False)
            for other in sorted(known[use.id, number, part] - {value}) if value else ():
                changed = _changed(rows, index, number, part, other)
                yield Damage("possible", f"{where} as {other}", changed, True)


def _qualifiers(base: Base) -> dict[tuple[str, int, int], set[str]]:
    """Every qualifier that the guide has for a segment id, wherever."""
    found: dict[tuple[str, int, int], set[str]] = defaultdict(set)

    def collect(place: Place) -> None:
        for entry in place.entries:
            for number, part in entry.use.key:
                found[entry.use.id, number, part] |= _codes(entry.use, number, part)
            if entry.loop:
                collect(entry.loop)

    collect(automaton_for(guide_of(base), MARKS).root)
    return found


def _codes(use: SegmentUse, number: int, part: int) -> frozenset[str]:
    element = use.elements[number - 1]
    return element.components[part - 1].codes if part else element.codes


def _value(row: Row, number: int, part: int) -> str:
    value = row[number] if number < len(row) else ""
    parts = value.split(_JOINT) if part else [value]
    return parts[part - 1] if part and part <= len(parts) else parts[0]


def _changed(rows: tuple[Row, ...], index: int, number: int, part: int, value: str) -> tuple[Row, ...]:
    row = list(rows[index])
    if part:
        parts = row[number].split(_JOINT)
        parts[part - 1] = value
        row[number] = composite(*parts)
    else:
        row[number] = value
    return (*rows[:index], tuple(row), *rows[index + 1 :])
