"""What a rule looks at: a block, or one repeat of a loop or segment in it, with what is around."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from cleanclaim.x12.blocks import Block, Placed
from cleanclaim.x12.guides.model import Guide, Loop

Places = dict[tuple[str, str], list[Placed]]
"""Segments by their loop and id."""

_NONE: tuple[Placed, ...] = ()

Question: TypeAlias = "Callable[[Scope], bool]"
Answer = TypeVar("Answer")


class Nesting:
    """Which loops lie in which, and the segment that begins each, in one guide."""

    def __init__(self, guide: Guide) -> None:
        self.within: dict[str, frozenset[str]] = {}
        self.opener: dict[str, str] = {}
        self._collect(guide.root)

    def _collect(self, loop: Loop) -> frozenset[str]:
        inner = {loop.id}
        for child in loop.children:
            if isinstance(child, Loop):
                inner |= self._collect(child)
        self.opener[loop.id] = loop.trigger.id
        self.within[loop.id] = self.within.get(loop.id, frozenset()) | inner
        return self.within[loop.id]


class Scope:
    """Segments that a rule looks at, found by loop and id; ``block`` is what they belong to."""

    __slots__ = ("_around", "_groups", "_ids", "_known", "_places", "_singles", "block", "mark", "placed")

    def __init__(self, block: Block, placed: Sequence[Placed]) -> None:
        self.block = block
        self.placed = placed
        self.mark = block.marks.component
        self._places: Places | None = None
        self._ids: dict[str, list[Placed]] = {}
        self._groups: dict[str, list[Scope]] = {}
        self._singles: dict[str, list[Scope]] = {}
        self._known: dict[Callable[[Scope], Any], Any] = {}
        self._around: dict[tuple[str, str], Sequence[Placed]] = {}

    def once(self, asked: "Callable[[Scope], Answer]") -> Answer:
        """Return what a function makes of this scope, worked out once."""
        known: Answer | None = self._known.get(asked)
        if known is None:
            known = self._known[asked] = asked(self)
        return known

    @property
    def places(self) -> Places:
        """The scope's segments by their loop and id."""
        if self._places is None:
            self._places, self._ids = _indexed(self.placed)
        return self._places

    @property
    def ids(self) -> dict[str, list[Placed]]:
        """The scope's segments by their id, in the order in which the ids first come."""
        if self._places is None:
            self._places, self._ids = _indexed(self.placed)
        return self._ids

    def find(self, loop: str, segment: str) -> Sequence[Placed]:
        """Return the segments of an id in a loop, in this scope alone."""
        places = self._places
        return (self.places if places is None else places).get((loop, segment), _NONE)

    def of(self, segment: str) -> Sequence[Placed]:
        """Return the segments of an id in any loop of this scope."""
        return self.ids.get(segment, _NONE)

    def around(self, loop: str, segment: str) -> Sequence[Placed]:
        """Return the segments of an id in a loop, in the whole block, else in those around it."""
        place = (loop, segment)
        known = self._around.get(place)
        if known is None:
            known = self._around[place] = self._look_around(place)
        return known

    def _look_around(self, place: tuple[str, str]) -> Sequence[Placed]:
        whole = self.places if self.placed is self.block.placed else _places_of(self.block)
        if place in whole:
            return whole[place]
        for block in reversed(self.block.around):
            found = _places_of(block).get(place)
            if found:
                return found
        return _NONE

    def repeats(self, loop: str, opener: str, within: frozenset[str]) -> "list[Scope]":
        """Return each repeat of a loop as a scope: its segments and those of the loops inside it."""
        known = self._groups.get(loop)
        if known is None:
            known = self._groups[loop] = [
                Scope(self.block, group) for group in _groups(self.placed, loop, opener, within)
            ]
        return known

    def singles(self, segment: str) -> "list[Scope]":
        """Return each segment of an id, in any loop, as a scope of its own."""
        known = self._singles.get(segment)
        if known is None:
            known = self._singles[segment] = [Scope(self.block, (one,)) for one in self.of(segment)]
        return known


def _indexed(placed: Sequence[Placed]) -> tuple[Places, dict[str, list[Placed]]]:
    places: Places = {}
    ids: dict[str, list[Placed]] = {}
    for one in placed:
        name = one.parts[0]
        if name in ids:
            ids[name].append(one)
        else:
            ids[name] = [one]
        place = (one.loop, name)
        if place in places:
            places[place].append(one)
        else:
            places[place] = [one]
    return places, ids


_INDEXES: dict[int, tuple[Block, int, Places]] = {}
_MOST_INDEXES = 32


def _places_of(block: Block) -> Places:
    """The segments of a block by loop and id; remembered for the few blocks that are open."""
    known = _INDEXES.get(id(block))
    if known is not None and known[0] is block and known[1] == len(block.placed):
        return known[2]
    if len(_INDEXES) >= _MOST_INDEXES:
        _INDEXES.clear()
    places = _indexed(block.placed)[0]
    _INDEXES[id(block)] = (block, len(block.placed), places)
    return places


def _groups(
    placed: Sequence[Placed], loop: str, opener: str, within: frozenset[str]
) -> Iterator[list[Placed]]:
    group: list[Placed] | None = None
    for one in placed:
        if one.loop == loop and one.parts[0] == opener:
            if group:
                yield group
            group = [one]
        elif group is not None:
            if one.loop in within:
                group.append(one)
            else:
                yield group
                group = None
    if group:
        yield group
