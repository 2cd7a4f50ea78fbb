"""Cutting an 837 transaction into loops, by this payer's own reading of the guide.

Nothing is judged here. What stands where it should not is kept, so that a check can name it.
"""

from collections.abc import Iterator, Sequence

import msgspec

from cleanclaim.x12 import Segment

MISSING = Segment("", ())
"""Stands for a segment that is not there: all its elements are empty."""


class Loop(msgspec.Struct, frozen=True):
    """A loop: its own segments in order, and the loops within it."""

    name: str
    segments: tuple[Segment, ...] = ()
    loops: tuple["Loop", ...] = ()

    def all(self, segment_id: str, *qualifiers: str) -> tuple[Segment, ...]:
        """Return the segments with this id whose element 1 is one of the qualifiers, if given."""
        return tuple(
            s for s in self.segments if s.id == segment_id and (not qualifiers or s.get(1) in qualifiers)
        )

    def first(self, segment_id: str, *qualifiers: str) -> Segment:
        """Return the first such segment, or :data:`MISSING`."""
        found = self.all(segment_id, *qualifiers)
        return found[0] if found else MISSING

    def under(self, *names: str) -> tuple["Loop", ...]:
        """Return the loops directly within this one that have one of the names."""
        return tuple(loop for loop in self.loops if loop.name in names)

    def party(self, *entities: str) -> "Loop":
        """Return the loop within this one whose NM101 is one of the entities; empty when absent."""
        for loop in self.loops:
            if loop.segments and loop.segments[0].id == "NM1" and loop.segments[0].get(1) in entities:
                return loop
        return Loop("")

    @property
    def head(self) -> Segment:
        """The first segment of the loop."""
        return self.segments[0] if self.segments else MISSING

    def __bool__(self) -> bool:
        return bool(self.segments)


class HierarchicalLevel(msgspec.Struct, frozen=True):
    """One HL with the loop it opens and the claims that stand in it."""

    number: str
    parent: str
    code: str
    child_flag: str
    loop: Loop
    claims: tuple[Loop, ...]


class Batch(msgspec.Struct, frozen=True):
    """One 837 transaction: what stands before the first HL, and the levels in order."""

    header: Loop
    levels: tuple[HierarchicalLevel, ...]


def batch_of(segments: Sequence[Segment]) -> Batch:
    """Return a transaction's segments (ST to SE) as header and hierarchical levels."""
    body = [segment for segment in segments if segment.id not in ("ST", "SE")]
    starts = [index for index, segment in enumerate(body) if segment.id == "HL"]
    header = _parties("header", body[: starts[0] if starts else len(body)])
    ends = [*starts[1:], len(body)] if starts else []
    return Batch(header, tuple(_level(body[a:b]) for a, b in zip(starts, ends, strict=True)))


def _level(segments: Sequence[Segment]) -> HierarchicalLevel:
    head = segments[0]
    starts = [index for index, segment in enumerate(segments) if segment.id == "CLM"]
    ends = [*starts[1:], len(segments)] if starts else []
    own = _parties("level", segments[1 : starts[0] if starts else len(segments)])
    claims = tuple(_claim(segments[a:b]) for a, b in zip(starts, ends, strict=True))
    return HierarchicalLevel(head.get(1), head.get(2), head.get(3), head.get(4), own, claims)


def _parties(name: str, segments: Sequence[Segment]) -> Loop:
    """Segments up to the first NM1 are the loop's own; each NM1 opens a loop within."""
    parts = list(_cut(segments, "NM1"))
    return Loop(name, parts[0], tuple(Loop("party", part) for part in parts[1:]))


def _claim(segments: Sequence[Segment]) -> Loop:
    first_line = next((i for i, s in enumerate(segments) if s.id == "LX"), len(segments))
    head = list(_cut(segments[:first_line], "SBR"))
    own = _parties("2300", head[0])
    others = tuple(_parties("2320", part) for part in head[1:])
    lines = tuple(_line(part) for part in list(_cut(segments[first_line:], "LX"))[1:])
    return Loop("2300", own.segments, (*own.loops, *others, *lines))


def _line(segments: Sequence[Segment]) -> Loop:
    parts = list(_cut(segments, "SVD"))
    own = _parties("2400", parts[0])
    return Loop("2400", own.segments, (*own.loops, *(Loop("2430", part) for part in parts[1:])))


def _cut(segments: Sequence[Segment], opener: str) -> Iterator[tuple[Segment, ...]]:
    """Yield what stands before the first opener (perhaps nothing), then a part for each opener."""
    part: list[Segment] = []
    for segment in segments:
        if segment.id == opener:
            yield tuple(part)
            part = []
        part.append(segment)
    yield tuple(part)
