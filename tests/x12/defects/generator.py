"""Makes single defects of right transactions, from what the guide says of each of their segments.

Each row of a base is placed in its guide; each element gives the mistakes that its definition
allows: a wrong code, a value too long, a letter in a number, a day that is none, something that is
not used, something required left out; each segment may be dropped or come too often.
"""

from collections.abc import Iterator

import msgspec

from cleanclaim.x12 import Delimiters, Row, composite
from cleanclaim.x12.automaton import automaton_for
from cleanclaim.x12.guides import Element, Guide, SegmentUse, Usage, guide_for
from tests.x12.bases import Base

MARKS = Delimiters(repetition="^", component=":")
_JOINT = composite("", "x")[0]


class Defect(msgspec.Struct, frozen=True):
    """One mistake: the rows with it, the level at which it must be told, and what must be named.

    ``names`` is the segment id or element that a problem of that level must name; ``alone`` says
    that it must be the only problem.
    """

    base: str
    name: str
    level: int
    names: str
    rows: tuple[Row, ...]
    alone: bool = True


def guide_of(base: Base) -> Guide:
    """The guide of a base's transaction."""
    purpose = base.rows[0][2] if base.rows[0][0] == "BHT" else ""
    guide = guide_for(base.version, base.set_id, purpose)
    assert guide is not None
    return guide


def placed(base: Base) -> list[tuple[int, str, SegmentUse, bool]]:
    """Return each row's number, loop, use, and whether it opens a loop."""
    automaton = automaton_for(guide_of(base), MARKS)
    state = automaton.start
    found = []
    for index, row in enumerate(base.rows):
        move = automaton.move(state, automaton.key([part or "" for part in row], MARKS))
        assert move is not None, row
        state = move.state
        found.append((index, state.place.loop.id, move.entry.use, move.entry.loop is not None))
    return found


def defects(base: Base) -> Iterator[Defect]:
    """Yield every defect of levels 1 and 2 that the guide suggests for a base."""
    for index, loop, use, opens in placed(base):
        row = base.rows[index]
        for name, level, names, new in _of_elements(use, row):
            yield Defect(base.name, f"{loop} {row[0]} {name}", level, names, _with(base.rows, index, new))
        yield from _of_segment(base, index, loop, use, opens=opens)


def _of_segment(base: Base, index: int, loop: str, use: SegmentUse, *, opens: bool) -> Iterator[Defect]:
    row = base.rows[index]
    if use.usage is Usage.REQUIRED and not opens and _is_only(base, row):
        rows = (*base.rows[:index], *base.rows[index + 1 :])
        # without its BHT nobody knows whether a 278 is a request or an answer: more follows
        yield Defect(base.name, f"{loop} {row[0]} missing", 2, row[0], rows, alone=row[0] != "BHT")
    if use.repeats == 1 and not opens:
        rows = (*base.rows[: index + 1], row, *base.rows[index + 1 :])
        yield Defect(base.name, f"{loop} {row[0]} twice", 2, row[0], rows)
    rows = (*base.rows[:index], ("QQQ", "1"), *base.rows[index:])
    yield Defect(base.name, f"{loop} unknown segment before {row[0]}", 1, "QQQ", rows)


def _is_only(base: Base, row: Row) -> bool:
    return sum(other[:2] == row[:2] for other in base.rows) == 1


def _of_elements(use: SegmentUse, row: Row) -> Iterator[tuple[str, int, str, Row]]:
    keys = {number for number, _ in use.key}
    bound = {number for note in use.notes for number in note.elements}
    for element in use.elements:
        number = element.number
        name = f"{use.id}{number:02d}"
        value = row[number] if number < len(row) else ""
        if element.usage is Usage.NOT_USED:
            if number not in bound and not element.components and not value and use.id != "HL":
                yield f"{name} not used", 2, name, _set(row, number, _plain(element))
            continue
        if not value or use.id == "HL":
            continue
        if element.components:
            yield from _of_components(name, use, element, row)
            continue
        alone = sum(map(bool, row[1:])) == 1
        if element.usage is Usage.REQUIRED and number not in bound and number not in keys and not alone:
            yield f"{name} left out", 2, name, _set(row, number, "")
        if number in keys:
            continue
        yield from _of_value(name, use, element, row)


def _of_value(name: str, use: SegmentUse, element: Element, row: Row) -> Iterator[tuple[str, int, str, Row]]:
    number = element.number
    if element.codes:
        yield f"{name} wrong code", 2, name, _set(row, number, _no_code(element))
        return
    if element.type == "DT":
        yield f"{name} no date", 1, name, _set(row, number, "20251345")
    elif element.type == "TM":
        yield f"{name} no time", 1, name, _set(row, number, "2561")
    elif element.type in ("R", "N0", "N2"):
        yield f"{name} no number", 1, name, _set(row, number, "1x")
    elif element.format_by and row[element.format_by] == "D8":
        yield f"{name} no date", 1, name, _set(row, number, "20250230")
    elif element.format_by and row[element.format_by] == "RD8":
        yield f"{name} no period", 1, name, _set(row, number, "20250101")
    elif element.type == "AN":
        yield f"{name} too long", 1, name, _set(row, number, "X" * (element.max_length + 1))
    if element.type == "AN" and use.id not in ("CLM", "CLP"):
        yield f"{name} blank", 1, name, _set(row, number, " " * element.min_length)


def _of_components(
    name: str, use: SegmentUse, element: Element, row: Row
) -> Iterator[tuple[str, int, str, Row]]:
    number = element.number
    values = row[number].split(_JOINT)
    keys = {component for place, component in use.key if place == number}
    for component in element.components[: len(values)]:
        part, place = component.number, f"{name}-{component.number}"
        if part in keys or not values[part - 1]:
            continue
        if component.codes:
            yield f"{place} wrong code", 2, place, _part(row, number, part, _no_code(component))
        elif component.type in ("R", "N0"):
            yield f"{place} no number", 1, place, _part(row, number, part, "1x")
        elif not component.format_by:
            long = "X" * (component.max_length + 1)
            yield f"{place} too long", 1, place, _part(row, number, part, long)
        if component.usage is Usage.REQUIRED and len(values) > 1:
            yield f"{place} left out", 2, place, _part(row, number, part, "")
    for component in element.components:
        if component.usage is Usage.NOT_USED and component.number not in keys:
            place = f"{name}-{component.number}"
            yield f"{place} not used", 2, place, _part(row, number, component.number, _plain(component))
            break


def _part(row: Row, number: int, part: int, value: str) -> Row:
    values = row[number].split(_JOINT)
    values += [""] * (part - len(values))
    values[part - 1] = value
    return _set(row, number, composite(*values))


def _plain(element: Element) -> str:
    if element.type == "DT":
        return "20251201"
    return "1" * max(element.min_length, 1)


def _no_code(element: Element) -> str:
    size = min(len(code) for code in element.codes)
    return next(
        code for code in ("Q" * size, "9" * size, "X" * (size - 1) + "0") if code not in element.codes
    )


def _set(row: Row, number: int, value: str) -> Row:
    new = list(row) + [""] * (number + 1 - len(row))
    new[number] = value
    return tuple(new)


def _with(rows: tuple[Row, ...], index: int, row: Row) -> tuple[Row, ...]:
    return (*rows[:index], row, *rows[index + 1 :])
