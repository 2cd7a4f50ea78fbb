"""What a rule looks at: a block, or one repeat of a loop or segment in it, with what is around."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from cleanclaim.x12.blocks import Block, Placed
from cleanclaim.x12.guides.model import Guide, Loop

Places = dict[tuple[str, str], list[Placed]]
"""Segments by their loop and id."""

_NONE: tuple[Placed, ...] = ()

Question: TypeAlias = "Callable[[Scope], bool]"


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

    __slots__ = ("_answers", "_groups", "_ids", "_places", "_singles", "block", "mark", "placed")

    def __init__(self, block: Block, placed: Sequence[Placed]) -> None:
        self.block = block
        self.placed = placed
        self.mark = block.marks.component
        self._places: Places | None = None
        self._ids: dict[str, list[Placed]] | None = None
        self._groups: dict[str, list[Scope]] = {}
        self._singles: dict[str, list[Scope]] = {}
        self._answers: dict[Question, bool] = {}

    def answer(self, question: "Question") -> bool:
        """Return a question's answer, asked once."""
        known = self._answers.get(question)
        if known is None:
            known = self._answers[question] = question(self)
        return known

    def find(self, loop: str, segment: str) -> Sequence[Placed]:
        """Return the segments of an id in a loop, in this scope alone."""
        places = self._places
        if places is None:
            places = self._places = {}
            for one in self.placed:
                places.setdefault((one.loop, one.parts[0]), []).append(one)
        return places.get((loop, segment), _NONE)

    def of(self, segment: str) -> Sequence[Placed]:
        """Return the segments of an id in any loop of this scope."""
        return self.ids.get(segment, _NONE)

    @property
    def ids(self) -> dict[str, list[Placed]]:
        """The scope's segments by their id, in the order in which the ids first come."""
        ids = self._ids
        if ids is None:
            ids = self._ids = {}
            for one in self.placed:
                name = one.parts[0]
                if name in ids:
                    ids[name].append(one)
                else:
                    ids[name] = [one]
        return ids

    def around(self, loop: str, segment: str) -> Sequence[Placed]:
        """Return the segments of an id in a loop, in the whole block, else in those around it."""
        found = [one for one in self.block.placed if one.loop == loop and one.parts[0] == segment]
        for block in reversed(self.block.around):
            if found:
                break
            found = [one for one in block.placed if one.loop == loop and one.parts[0] == segment]
        return found

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
