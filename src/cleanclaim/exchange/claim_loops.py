"""Cutting an 837 into claims as its segments come, each with the levels that it belongs to.

Of the levels only what a later one can still name is remembered, as raw text and within bounds, so
that memory stays flat in a transaction of any size.
"""

from collections.abc import Iterable, Iterator

from cleanclaim.exchange.loops import Line, separator_of
from cleanclaim.primitives import UnreadableFile
from cleanclaim.x12 import Delimiters, Segment
from cleanclaim.x12.numbers_seen import NumbersSeen

_ABOVE = {"22": "20", "23": "22"}
_ROOM = 4 << 20
"""Characters of older levels of one kind that are remembered: some ten thousand subscribers."""

_EACH = 256
"""What a level is counted with besides its text."""


class ClaimLoops:
    """The segments that make up one claim: its own, and those of the levels above it."""

    def __init__(
        self, provider: list[Line], subscriber: list[Line], patient: list[Line] | None, claim: list[Line]
    ) -> None:
        self.provider = provider
        self.subscriber = subscriber
        self.patient = patient
        self.claim = claim


class _Level:
    """One HL; ``text`` are its segments as the file has them, up to its first claim."""

    __slots__ = ("code", "has_children", "number", "parent", "text")

    def __init__(self, code: str, parent: "_Level | None", number: str, has_children: bool) -> None:
        self.code = code
        self.parent = parent
        self.number = number
        self.has_children = has_children
        self.text = ""

    def above(self, code: str) -> "_Level | None":
        level: _Level | None = self
        while level is not None and level.code != code:
            level = level.parent
        return level


def claim_loops(segments: Iterable[Segment], *, where: str = "") -> Iterator[ClaimLoops]:
    """Yield every claim's segments with those of the HL levels that it belongs to.

    HL02 is followed where it names an earlier level of the right kind; else the level belongs to
    the latest one above it, so that wrong parents and missing levels lose no claim. The component
    separator is the one that the first claim uses. Raises ``UnreadableFile`` for a level that
    names one so far behind it that it has been forgotten: a guess could bill another person.
    """
    cutter = _Cutter(where)
    for segment in segments:
        found = cutter.take(segment)
        if found is not None:
            yield found
    found = cutter.end()
    if found is not None:
        yield found


class _Cutter:
    """The level and the claim that are open, and the levels that can still be named."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.separator = ""
        self.marks = Delimiters()
        self.level = _Level("", None, "", False)
        self.own: list[Segment] = []
        self.claim: list[Line] | None = None
        self.latest: dict[str, _Level] = {}
        self.known = {True: _Remembered(), False: _Remembered()}
        self.shown: dict[str, tuple[_Level, list[Line]]] = {}

    def take(self, segment: Segment) -> ClaimLoops | None:
        """Take in the next segment; return the claim that it ends, if it ends one."""
        if segment.id == "HL":
            found = self.end()
            self._close_level()
            self._open_level(segment)
            return found
        if segment.id == "CLM":
            found = self.end()
            self.separator = self.separator or separator_of(segment)
            self._close_level()
            self.claim = [Line(segment, self.separator)]
            return found
        if segment.id in ("ST", "SE"):
            return None
        if self.claim is not None:
            self.claim.append(Line(segment, self.separator))
        else:
            self.own.append(segment)
        return None

    def end(self) -> ClaimLoops | None:
        """Return the open claim, if one is open: what follows is not its."""
        if self.claim is None:
            return None
        claim, self.claim = self.claim, None
        provider, subscriber, patient = (self.level.above(code) for code in ("20", "22", "23"))
        return ClaimLoops(
            self._lines(provider) if provider else [],
            self._lines(subscriber) if subscriber else [],
            self._lines(patient) if patient else None,
            claim,
        )

    def _open_level(self, segment: Segment) -> None:
        number, named, code = segment.get(1), segment.get(2), segment.get(3)
        wanted = _ABOVE.get(code, "")
        parent = None
        if wanted:
            parent = self._named(named, wanted, number) or self.latest.get(wanted)
        self.level = _Level(code, parent, number, segment.get(4) != "0")

    def _named(self, named: str, wanted: str, number: str) -> "_Level | None":
        last = self.latest.get(wanted)
        if last is not None and last.number == named:
            return last
        for remembered in self.known.values():
            found = remembered.levels.get(named)
            if found is not None:
                return found if found.code == wanted else None
        if any(named in remembered.forgotten for remembered in self.known.values()):
            raise UnreadableFile(
                f"the level with HL01 {number[:20]} belongs to the level {named[:20]}, which stands too far "
                "before it: whose claims follow cannot be told.",
                where=self.where,
                fix="Ask for a file in which patients follow their subscriber.",
            )
        return None

    def _close_level(self) -> None:
        """Put the open level's segments away, once its first claim or the next level begins."""
        level = self.level
        if level.text or not level.code:
            self.own.clear()
            return
        if self.own:
            self.marks = marks = self.own[0].delimiters
            level.text = marks.segment.join(marks.element.join(segment.row) for segment in self.own)
            self.own.clear()
        self.latest[level.code] = level
        for remembered in self.known.values():
            remembered.drop(level.number)
        if level.code in ("20", "22"):
            self.known[level.has_children].add(level)

    def _lines(self, level: _Level) -> list[Line]:
        """Return a level's lines; the same list as before while the level stays the same."""
        known = self.shown.get(level.code)
        if known is not None and known[0] is level:
            return known[1]
        lines: list[Line] = []
        if level.text:
            for text in level.text.split(self.marks.segment):
                name, *elements = text.split(self.marks.element)
                lines.append(Line(Segment(name, tuple(elements), delimiters=self.marks), self.separator))
        self.shown[level.code] = (level, lines)
        return lines


class _Remembered:
    """Levels by their number, the oldest forgotten when they take too much room."""

    def __init__(self) -> None:
        self.levels: dict[str, _Level] = {}
        self.forgotten = NumbersSeen()
        self.room = _ROOM

    def add(self, level: _Level) -> None:
        """Remember a level, at the cost of the oldest ones."""
        self.levels[level.number] = level
        self.room -= len(level.text) + _EACH
        while self.room < 0 and len(self.levels) > 1:
            oldest = next(iter(self.levels))
            self.forgotten.add(oldest)
            self.drop(oldest)

    def drop(self, number: str) -> None:
        """Forget a level whose number has been taken by another one."""
        level = self.levels.pop(number, None)
        if level is not None:
            self.room += len(level.text) + _EACH
