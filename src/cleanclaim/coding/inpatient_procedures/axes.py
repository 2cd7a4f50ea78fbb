"""Makes a code from a rule and the words near: one character after the other, within legal table rows.

A code is legal when one row of its table holds all of its characters (guideline A9). What the
words leave open stays open: :class:`Open` says which character and which values could follow.
"""

from collections.abc import Iterator

import msgspec

from cleanclaim.codesets.icd10pcs import PCSRow
from cleanclaim.coding.inpatient_procedures.approach import approach_in
from cleanclaim.coding.inpatient_procedures.books import BODY_SYSTEMS, PCSBooks
from cleanclaim.coding.inpatient_procedures.counting import (
    hours_of,
    number_of_arteries,
    number_of_stents,
    number_of_vein_grafts,
)
from cleanclaim.coding.inpatient_procedures.levels import fused_levels
from cleanclaim.coding.inpatient_procedures.rules import Choice, ProcedureRule
from cleanclaim.coding.inpatient_procedures.sites import named_part, side_in

_FIRST = 3  # characters that a table fixes
_LAST = 7
_MOST = 4
_DAY = 24  # hours
_IMPLIED = "implied by the words for the procedure"
_NOTHING_ELSE = "nothing else is documented"
_STENTS = {"4": "4567", "D": "DEFG"}


class AxisValue(msgspec.Struct, frozen=True):
    """A character of a code, what it means, and the words for it (nothing where the table has one
    value only)."""

    position: int
    axis: str
    character: str
    meaning: str
    start: int = -1
    end: int = -1
    how: str = ""


class Built(msgspec.Struct, frozen=True):
    """A whole code with its characters."""

    code: str
    values: tuple[AxisValue, ...]


class Open(msgspec.Struct, frozen=True):
    """A character that the note does not settle: its values, and what is settled before it."""

    topic: str
    position: int
    axis: str
    options: tuple[tuple[str, str], ...]
    begun: str
    alternatives: tuple[str, ...]


class Scope(msgspec.Struct, frozen=True):
    """Where words for a character are looked for, as offsets, in the order in which they count.

    ``own`` are the words of the procedure's item or sentence and what tells of it;
    ``sides`` those for a side.
    """

    text: str
    item: tuple[int, int]
    own: tuple[tuple[int, int], ...]
    sides: tuple[tuple[int, int], ...]


class _Pick(msgspec.Struct, frozen=True):
    characters: str
    start: int = -1
    end: int = -1
    how: str = ""
    every: bool = False


class _Unsettled(msgspec.Struct, frozen=True):
    """No words for a character; ``characters`` are those that come into question, all when empty."""

    topic: str
    characters: str = ""


def build(rule: ProcedureRule, scope: Scope, match: tuple[int, int], books: PCSBooks) -> list[Built | Open]:
    """Return the codes that a rule makes of its match, two for both sides, or what is open."""
    rows = _rows(rule, scope, books)
    if not rows:
        return []
    head = tuple(
        AxisValue(n + 1, rows[0].axes[n].title, one, dict(rows[0].axes[n].values)[one], *match)
        for n, one in enumerate(rows[0].table)
    )
    return list(_extend(rule, rows, head, scope, books))


def _rows(rule: ProcedureRule, scope: Scope, books: PCSBooks) -> tuple[PCSRow, ...]:
    """Return the rows of the rule's table; of several, the one whose body part has the longest name here."""
    tables = [rows for table in _tables(rule.table) if (rows := books.rows(table))]
    if len(tables) <= 1 or rule.axes[0][-1].value != "*":
        return tables[0] if tables else ()
    found = [(named_part(scope.text, (scope.item,), rows, books), rows) for rows in tables]
    named = [(part.end - part.start, rows) for part, rows in found if part is not None]
    return max(named, key=lambda one: one[0])[1] if named else ()


def _tables(table: str) -> tuple[str, ...]:
    if "?" in table:
        return tuple(table.replace("?", system) for system in BODY_SYSTEMS)
    return tuple(table.split("|"))


def _extend(
    rule: ProcedureRule,
    rows: tuple[PCSRow, ...],
    settled: tuple[AxisValue, ...],
    scope: Scope,
    books: PCSBooks,
) -> Iterator[Built | Open]:
    position = len(settled)
    if position == _LAST:
        yield Built("".join(one.character for one in settled), settled)
        return
    legal = {character: title for row in rows for character, title in row.axes[position].values}
    pick = _pick(rule.axes[position - _FIRST], legal, rows, scope, books)
    if isinstance(pick, _Unsettled):
        axis = rows[0].axes[position]
        begun = "".join(one.character for one in settled)
        options = tuple((one, legal[one]) for one in pick.characters or legal if one in legal)
        codes: list[str] = []
        for character, meaning in options if len(options) <= _MOST else ():
            value = AxisValue(position + 1, axis.title, character, meaning)
            under = tuple(row for row in rows if row.axes[position].meaning(character) is not None)
            codes.extend(
                one.code
                for one in _extend(rule, under, (*settled, value), scope, books)
                if isinstance(one, Built)
            )
        yield Open(pick.topic, position + 1, axis.title, options, begun, tuple(codes))
        return
    for character in pick.characters if pick.every else pick.characters[:1]:
        if character not in legal:
            continue
        start, end = (settled[2].start, settled[2].end) if pick.how == _IMPLIED else (pick.start, pick.end)
        value = AxisValue(
            position + 1, rows[0].axes[position].title, character, legal[character], start, end, pick.how
        )
        under = tuple(row for row in rows if row.axes[position].meaning(character) is not None)
        yield from _extend(rule, under, (*settled, value), scope, books)


def _pick(
    choices: tuple[Choice, ...],
    legal: dict[str, str],
    rows: tuple[PCSRow, ...],
    scope: Scope,
    books: PCSBooks,
) -> "_Pick | _Unsettled":
    """Return the character that the words give, or the topic of the query that is needed."""
    topic = "approach" if choices[-1].value == "@" else "procedure-detail"
    for choice in choices:
        where = _words(choice, scope)
        if where is None:
            continue
        value = choice.value
        if value.startswith("?"):
            topic = value[1:] or topic
            break
        if value.startswith("<"):
            return _sided(value.strip("<>"), legal, scope) or _Unsettled("laterality", value.strip("<>"))
        if value == "*":
            return _part(rows, legal, scope, books)
        if value.startswith("@"):
            approach = approach_in(scope.text, scope.own, frozenset(legal))
            if approach:
                return _Pick(approach.character, approach.start, approach.end)
            value = value[1:]
        elif value.startswith("#"):
            counted = _counted(value, legal, rows, scope)
            if counted:
                return counted
            continue
        allowed = "".join(one for one in value if one in legal)
        if allowed:
            how = "" if choice.words else _IMPLIED if len(choices) == 1 else _NOTHING_ELSE
            return _Pick(allowed, *where, how) if where[1] > 0 else _Pick(allowed, how=how)
    if len(legal) == 1:
        return _Pick(next(iter(legal)))
    return _Unsettled(topic)


def _words(choice: Choice, scope: Scope) -> tuple[int, int] | None:
    if choice.words is None:
        return -1, -1
    for start, end in scope.own:
        for found in choice.words.finditer(scope.text, start, end):
            before = scope.text[max(start, found.start() - 16) : found.start()].lower().split()
            if not {"no", "not", "without", "non"} & set(before[-2:]):
                return found.start(), found.end()
    return None


def _sided(characters: str, legal: dict[str, str], scope: Scope) -> _Pick | None:
    found = side_in(scope.text, scope.sides)
    if found is None:
        return None
    side, start, end = found
    right, left, both = characters[0], characters[1], characters[2:]
    if side == "bilateral":
        return (
            _Pick(both, start, end) if both in legal and both else _Pick(right + left, start, end, every=True)
        )
    one = right if side == "right" else left
    return _Pick(one, start, end) if one in legal else None


def _part(
    rows: tuple[PCSRow, ...], legal: dict[str, str], scope: Scope, books: PCSBooks
) -> "_Pick | _Unsettled":
    named = named_part(scope.text, scope.own, rows, books)
    if named is None:
        return _Unsettled("site")
    sides = named.part.sides
    unsettled = _Unsettled("laterality", "".join(sides.values()))
    if set(sides) == {""}:
        return _Pick(sides[""], named.start, named.end)
    near = (max(named.start - 40, 0), min(named.end + 20, len(scope.text)))
    found = side_in(scope.text, (near, *scope.sides))
    if found is None:
        return _Pick(sides[""], named.start, named.end, "no side is given") if "" in sides else unsettled
    side = found[0]
    if side in sides and sides[side] in legal:
        return _Pick(
            sides[side],
            min(named.start, found[1]) if 0 <= named.start - found[2] <= 2 else named.start,
            named.end,
        )
    if side == "bilateral" and {"right", "left"} <= set(sides):
        return _Pick(sides["right"] + sides["left"], named.start, named.end, every=True)
    return _Pick(sides[""], named.start, named.end) if "" in sides else unsettled


def _counted(value: str, legal: dict[str, str], rows: tuple[PCSRow, ...], scope: Scope) -> _Pick | None:
    if value in ("#ventilation", "#noninvasive"):
        found_hours = hours_of(scope.text, scope.own)
        if found_hours is None:
            return None
        hours = found_hours[0]
        character = "3" if hours < _DAY else "4" if hours <= 4 * _DAY else "5"
        return _Pick(character, *found_hours[1:]) if character in legal else None
    if value == "#levels":
        levels = fused_levels(scope.text, scope.own, rows[0].table)
        if levels is None:
            return None
        return _Pick("".join(one for one in levels[0] if one in legal), levels[1], levels[2], every=True)
    if value == "#veins":
        grafts = number_of_vein_grafts(scope.text, scope.own)
        return None if grafts is None else _Pick(str(min(grafts[0], _MOST) - 1), grafts[1], grafts[2])
    if value == "#arteries":
        found = number_of_arteries(scope.text, scope.own)
        if found is None:
            return None
        return _Pick(str(min(found[0], _MOST) - 1), found[1], found[2])
    series = _STENTS[value[-1]]
    found = number_of_stents(scope.text, scope.own)
    if found is None:
        return _Pick(series[0], how="one, no number is given")
    character = series[min(found[0], _MOST) - 1]
    return _Pick(character, found[1], found[2]) if character in legal else None
