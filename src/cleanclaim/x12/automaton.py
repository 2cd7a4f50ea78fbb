"""A guide compiled to moves: from a place in its loops, with the next segment, to the next place.

Moves are worked out when first needed and remembered, so that the usual segment costs one look-up.
The rules by which a segment finds its place are told in ``docs/algorithms/x12-validation.md``.
"""

from collections.abc import Callable, Sequence

from cleanclaim.x12.guides.model import Guide, Loop, SegmentUse, SyntaxNote, Usage
from cleanclaim.x12.patterns import Checker, Match, checker_of
from cleanclaim.x12.segments import Delimiters

_USUAL = Delimiters()


class Entry:
    """A segment or an inner loop at its position in a loop.

    Neighbours with the same first segment id share a position: they may come in any order.
    """

    __slots__ = ("checkers", "index", "loop", "place", "position", "repeats", "required", "use")

    def __init__(self, index: int, position: int, child: SegmentUse | Loop, place: "Place") -> None:
        self.index = index
        self.position = position
        self.place = place
        self.required = child.usage is Usage.REQUIRED
        self.repeats = child.repeats
        self.use = child if isinstance(child, SegmentUse) else child.trigger
        self.loop = None if isinstance(child, SegmentUse) else Place(child, self)
        self.checkers: dict[Delimiters, Checker] = {}

    def checker(self, marks: Delimiters) -> Checker:
        """Return the checker of the entry's segment, made once for each set of delimiters."""
        known = self.checkers.get(marks)
        if known is None:
            known = self.checkers[marks] = checker_of(self.use, marks)
        return known

    @property
    def label(self) -> str:
        """What the entry is called: a segment's or a loop's label."""
        return self.loop.loop.label if self.loop else self.use.label


class Place:
    """A loop at its place among the loops; a loop used twice makes two places."""

    __slots__ = ("entries", "entry", "loop", "none_yet", "states")

    def __init__(self, loop: Loop, entry: Entry | None) -> None:
        self.loop = loop
        self.entry = entry
        self.entries: list[Entry] = []
        position = -1
        before = ""
        for index, child in enumerate(loop.children):
            first = child.id if isinstance(child, SegmentUse) else child.trigger.id
            if first != before or index == 1:
                position += 1
            before = first
            self.entries.append(Entry(index, position, child, self))
        self.states = [State(self, entry) for entry in self.entries]
        self.none_yet = [1, *[0] * (len(self.entries) - 1)]

    @property
    def parent(self) -> "Place | None":
        """The place that this loop lies in."""
        return self.entry.place if self.entry else None


class State:
    """Where the reader is: just after one entry of one place."""

    __slots__ = ("entry", "moves", "place", "steps")

    def __init__(self, place: Place, entry: Entry) -> None:
        self.place = place
        self.entry = entry
        self.moves: dict[tuple[str, ...], Move] = {}
        self.steps: dict[str, tuple[int, dict[str, Step]]] = {}


class Move:
    """A step to where the next segment belongs.

    ``pops`` loops end; ``entry`` is matched in the place that is open then; when it is a loop,
    that loop opens and ``state`` is after its first segment. ``passed`` are the required
    entries that are left behind, as (how many loops up from the one open now, entry).
    """

    __slots__ = ("entry", "passed", "pops", "state")

    def __init__(self, pops: int, entry: Entry, passed: "tuple[tuple[int, Entry], ...]") -> None:
        self.pops = pops
        self.entry = entry
        self.passed = passed
        self.state = entry.loop.states[0] if entry.loop else entry.place.states[entry.index]


class Step:
    """A move made ready for the quick way: taken when ``match`` accepts the segment's whole text.

    It lies in its state under the first characters of the text: as many as tell the segment's
    key, so that the same characters always mean the same move. ``notes_over`` is the number of
    elements beyond which the syntax notes are to be looked at, ``earlier`` the required neighbours that
    are listed before: when one has not come, this may be it with a wrong qualifier.
    """

    __slots__ = (
        "earlier",
        "entry",
        "index",
        "match",
        "name",
        "notes",
        "notes_over",
        "opens",
        "passed",
        "pops",
        "repeats",
        "state",
        "tells",
    )

    def __init__(self, move: Move, marks: Delimiters) -> None:
        entry = move.entry
        checker = entry.checker(marks)
        self.match: Match = checker.pattern.fullmatch
        self.notes: tuple[SyntaxNote, ...] = checker.notes
        self.notes_over = checker.notes_from - 1
        self.entry = entry
        self.index = entry.index
        self.repeats = entry.repeats
        self.name = entry.use.id
        self.passed = move.passed
        self.pops = move.pops
        self.opens = entry.loop
        self.state = move.state
        self.tells = self.name in TELLING
        self.earlier = tuple(
            other.index
            for other in entry.place.entries[: entry.index]
            if other.required and other.position == entry.position and other.index
        )


TELLING = frozenset({"HL", "CLM", "CLP"})
"""Segments that say which claim, or which level, the ones after them are of."""

_LEARNED = 512
"""Prefixes that a state remembers for one segment id; a file with odd content learns no more."""


class Automaton:
    """A guide ready to walk."""

    def __init__(self, guide: Guide, marks: Delimiters) -> None:
        self.guide = guide
        self.marks = marks
        self.root = Place(guide.root, None)
        self.keys: dict[str, tuple[tuple[int, int], ...]] = {}
        self.openers: set[str] = set()
        self.prefixes: dict[str, int] = {}
        self._collect(self.root)

    def learn(self, state: State, text: str, move: Move) -> None:
        """Remember a move for the quick way, under the characters of the text that tell its key.

        Segments whose key is a whole element further on are remembered under that element;
        others are left to ``move``.
        """
        size = self.prefixes.get(move.entry.use.id, 0)
        if size and move.entry.use.id != "ENT":  # of which kind it is, what follows may tell
            _, steps = state.steps.setdefault(text[:3], (size, {}))
            if len(steps) < _LEARNED:
                told = text[:size] if size > 0 else text.split(self.marks.element, 1 - size)[-size]
                steps[told] = Step(move, self.marks)

    @property
    def start(self) -> State:
        """The state after the ST."""
        return self.root.states[0]

    def _collect(self, place: Place) -> None:
        self.openers.add(place.loop.trigger.id)
        for entry in place.entries:
            self.keys[entry.use.id] = entry.use.key
            size = _prefix(entry.use, self.marks)
            known = self.prefixes.get(entry.use.id, size)
            self.prefixes[entry.use.id] = max(size, known) if size > 0 < known else size * (size == known)
            if entry.loop:
                self._collect(entry.loop)

    def key(self, parts: Sequence[str], marks: Delimiters) -> tuple[str, ...]:
        """Return what tells the segment from others of its id: its id and its key elements."""
        places = self.keys.get(parts[0], ())
        if not places:
            return (parts[0],)
        return (parts[0], *(_value_at(parts, element, component, marks) for element, component in places))

    def move(self, state: State, key: tuple[str, ...]) -> Move | None:
        """Return the step forward to where the segment belongs, nothing when there is no such place."""
        known = state.moves.get(key)
        if known is not None:
            return known
        found = _forward(state, key)
        if found is not None:
            state.moves[key] = found
        return found

    def again(self, state: State) -> Move | None:
        """Return the step that opens the loop that is open anew, nothing in the outermost."""
        opener = state.place.entry
        return None if opener is None else Move(1, opener, passed_between(state, 1, opener))

    def near_move(self, state: State, key: tuple[str, ...]) -> Move | None:
        """Return the step to an entry of the same id whose key the segment misses (a wrong code).

        Only where the open loop or one around it has a single use of that segment id, and never
        into another loop.
        """
        place: Place | None = state.place
        position, pops = state.entry.position, 0
        while place is not None:
            same = [entry for entry in place.entries if entry.use.id == key[0] and entry.index > 0]
            if len(same) == 1 and same[0].position >= position and same[0].loop is None:
                return Move(pops, same[0], passed_between(state, pops, same[0]))
            if same:
                return None
            position = place.entry.position if place.entry else 0
            place, pops = place.parent, pops + 1
        return None

    def expected(self, state: State, segment_id: str) -> tuple[str, ...]:
        """Return the values of a segment's first key element that would be right here."""
        found: set[str] = set()
        place: Place | None = state.place
        position = state.entry.position
        while place is not None:
            for entry in place.entries:
                if entry.use.id == segment_id and entry.position >= position and entry.index > 0:
                    for element, component in entry.use.key[:1]:
                        definition = entry.use.elements[element - 1]
                        if component:
                            definition = definition.components[component - 1]
                        found |= definition.codes
            position = place.entry.position if place.entry else 0
            place = place.parent
        return tuple(sorted(found))

    def earlier(self, state: State, key: tuple[str, ...]) -> tuple[int, Entry] | None:
        """Return an entry that lies behind (how many loops up, entry): a segment out of sequence."""
        place: Place | None = state.place
        position, up = state.entry.position, 0
        while place is not None:
            for entry in place.entries:
                if entry.position < position and entry.index > 0 and fits(entry.use, key):
                    return up, entry
            position = place.entry.position if place.entry else 0
            place, up = place.parent, up + 1
        return None

    def inside(
        self, state: State, key: tuple[str, ...], lacks: Callable[[int, Entry], bool] | None = None
    ) -> tuple[Move, Entry] | None:
        """Return a loop ahead that contains the segment although its opener is missing.

        The loop comes as the move that opens it, with the entry inside that the segment is.
        A repeat of the loop that is open counts only for the required segment after the opener.
        A segment that many loops have (an address) tells a loop only when that is the next
        required thing that, as ``lacks`` (how many loops up, entry) says, has not come; a party
        within it tells only a level (HL).
        """
        place: Place | None = state.place
        position, pops = state.entry.position, 0
        while place is not None:
            for entry in place.entries:
                if entry.loop is None or entry.position < position:
                    continue
                for inner in entry.loop.entries[1:]:
                    if (inner.loop is not None and key[0] == "HL") or not fits(inner.use, key):
                        continue
                    again = pops > 0 and entry.index == _open_index(state, pops)
                    first = inner.required and inner.index == 1
                    telling = (_is_telling(inner) and (not again or first)) or entry.use.id == "LS"
                    if again and first and inner.repeats == 1 and lacks is not None:
                        telling |= not lacks(pops - 1, inner)  # it came already: this is another loop's
                    passed = passed_between(state, pops, entry)
                    direct = inner.loop is None or entry.use.id in ("HL", "ENT")
                    wanted = direct and entry.required and lacks is not None and lacks(pops, entry)
                    if telling or (wanted and lacks and not any(lacks(up, one) for up, one in passed)):
                        return Move(pops, entry, passed), inner
            position = place.entry.position if place.entry else 0
            place, pops = place.parent, pops + 1
        return None


_KNOWN: dict[tuple[int, Delimiters], Automaton] = {}
_MOST_KNOWN = 128


def automaton_for(guide: Guide, marks: Delimiters = _USUAL) -> Automaton:
    """Return a guide's automaton for a set of delimiters, made once."""
    name = (id(guide), marks)
    known = _KNOWN.get(name)
    if known is None or known.guide is not guide:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[name] = Automaton(guide, marks)
    return known


def _prefix(use: SegmentUse, marks: Delimiters) -> int:
    """How many characters of a segment tell its key, the delimiter after it included.

    Below zero: the number of the element that alone is the key. 0 when neither is so, or when the
    key has no closed list of values.
    """
    lead = len(use.id) + len(marks.element)
    if not use.key:
        return lead
    number, component = use.key[0]
    element = use.elements[number - 1]
    if component:
        element = element.components[component - 1]
    if len(use.key) > 1 or not element.codes or component > 1 or (component and number > 1):
        return 0
    return lead + max(map(len, element.codes)) + 1 if number == 1 else -number


def _forward(state: State, key: tuple[str, ...]) -> Move | None:
    place: Place | None = state.place
    position, pops = state.entry.position, 0
    while place is not None:
        for entry in place.entries:
            if entry.position >= position and (entry.index > 0) and fits(entry.use, key):
                return Move(pops, entry, passed_between(state, pops, entry))
        position = place.entry.position if place.entry else 0
        place, pops = place.parent, pops + 1
    return None


def passed_between(state: State, pops: int, target: Entry) -> tuple[tuple[int, Entry], ...]:
    """Return the required entries between here and there that may not have come."""
    found: list[tuple[int, Entry]] = []
    place, entry, up = state.place, state.entry, 0
    while True:
        last = up == pops
        for other in place.entries:
            ahead = other.position >= entry.position and other is not entry
            if other.required and ahead and (not last or other.position < target.position):
                found.append((up, other))
        if last or place.entry is None:
            return tuple(found)
        entry, place, up = place.entry, place.entry.place, up + 1


def fits(use: SegmentUse, key: tuple[str, ...]) -> bool:
    """Return whether a segment of this key can be this use."""
    if use.id != key[0]:
        return False
    for (element_number, component_number), value in zip(use.key, key[1:], strict=True):
        element = use.elements[element_number - 1]
        if component_number:
            element = element.components[component_number - 1]
        if element.codes and value not in element.codes:
            return False
    return True


def _is_telling(entry: Entry) -> bool:
    """Whether the segment alone tells its loop: not the N3, N4, REF or PER that many loops have."""
    return entry.use.id not in ("N3", "N4", "REF", "PER", "NM1", "DMG", "PRV", "AMT", "QTY", "K3", "CUR")


def _open_index(state: State, pops: int) -> int:
    place = state.place
    for _ in range(pops - 1):
        assert place.entry is not None
        place = place.entry.place
    return place.entry.index if place.entry else -1


def _value_at(parts: Sequence[str], element: int, component: int, marks: Delimiters) -> str:
    if element >= len(parts):
        return ""
    value = parts[element]
    if not component:
        return value
    inner = value.split(marks.component)
    return inner[component - 1] if component <= len(inner) else ""
