"""Which loop a segment belongs to, and what its elements are called: for showing, not judging."""

import msgspec

from cleanclaim.x12.automaton import Automaton, Move, Place, automaton_for
from cleanclaim.x12.guides import Loop, SegmentUse, guide_for, segment_dictionary
from cleanclaim.x12.segments import Segment


class Located(msgspec.Struct, frozen=True):
    """A segment at its place: the loops around it, outermost first, and its definition.

    ``path`` is empty outside of transactions, and for versions without a guide. ``use`` is the
    guide's definition, else the dictionary's, else nothing. ``opens`` says that the segment
    begins the last loop of the path.
    """

    segment: Segment
    path: tuple[Loop, ...]
    use: SegmentUse | None
    opens: bool = False

    @property
    def loop_path(self) -> str:
        """The loops' ids as one text: ``2000A/2000B/2300``."""
        return "/".join(loop.id for loop in self.path)


class Locator:
    """Follows the segments of a file, telling where each belongs."""

    def __init__(self) -> None:
        self._walk: _Walk | None = None
        self._version = ""

    def locate(self, segment: Segment) -> Located:
        """Return a segment with its place; segments are to be handed in as they stand in the file."""
        if segment.id == "GS":
            self._version = segment.get(8)
        if segment.id == "ST":
            guide = guide_for(segment.get(3) or self._version, segment.get(1))
            self._walk = _Walk(automaton_for(guide)) if guide else None
            if guide:
                return Located(segment, (), guide.root.trigger)
        elif segment.id in ("SE", "GE", "IEA", "ISA", "GS"):
            self._walk = None
        elif self._walk is not None:
            return self._walk.step(segment)
        return Located(segment, (), segment_dictionary().get(segment.id))


class _Walk:
    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self.state = automaton.start

    def step(self, segment: Segment) -> Located:
        automaton = self.automaton
        key = automaton.key(segment.row, segment.delimiters)
        move = automaton.move(self.state, key)
        if move is None:
            ahead = automaton.inside(self.state, key)
            if ahead is not None:
                self.state = Move(0, ahead[1], ()).state
                return Located(segment, _path(self.state.place), ahead[1].use)
            move = automaton.near_move(self.state, key)
        if move is None:
            behind = automaton.earlier(self.state, key)
            use = behind[1].use if behind else segment_dictionary().get(segment.id)
            return Located(segment, _path(self.state.place), use)
        self.state = move.state
        return Located(segment, _path(self.state.place), move.entry.use, opens=move.entry.loop is not None)


def _path(place: Place) -> tuple[Loop, ...]:
    found: list[Loop] = []
    at: Place | None = place
    while at is not None and at.entry is not None:
        found.append(at.loop)
        at = at.parent
    return tuple(reversed(found))
