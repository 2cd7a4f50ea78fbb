"""What the validator remembers of a transaction: the segments of the levels and the claim that are open.

A block is a run of placed segments that belong together: what stands before the first level
(``ST``; in an 835 also what follows the last claim), each HL level, each claim (2300), claim
payment (2100) and numbered header (2000). When its loop closes, a block is handed to the rules
of level 4 with the blocks around it; then it is forgotten, so that memory stays flat in a
transaction of any size.

``situations.judge(guide, block)`` is called for each block that closes, innermost first, and
yields ``(flaw, placed)``: what is wrong, and the segment to report it at.
"""

from collections.abc import Iterator, Sequence

import msgspec

from cleanclaim.x12.guides.model import SegmentUse
from cleanclaim.x12.hierarchy import At
from cleanclaim.x12.segments import Delimiters


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A segment at its place: the loop's id (empty in the outermost), its use, its id and elements.

    ``at`` is its number in the file, its position in the transaction and its byte.
    """

    loop: str
    use: SegmentUse
    parts: Sequence[str]
    at: At

    def get(self, number: int) -> str:
        """Return element ``number`` (1 is the first after the id), ``""`` when it is absent."""
        return self.parts[number] if number < len(self.parts) else ""


class Block(msgspec.Struct):
    """The segments of one open loop and of the loops inside it that make no block of their own.

    ``loop`` is the loop's id, ``ST`` for the outermost; ``around`` are the open blocks around it,
    outermost first; ``claim_id`` is the claim's identifier when the block is one claim's.
    ``inner`` counts the blocks that were opened directly in it, by their loop's id;
    ``strayed`` are the ids of segments of which levels 1 or 2 told something here, ``faulty`` the
    elements of single segments (by their number in the file) of which they did.
    """

    loop: str
    marks: Delimiters
    around: "tuple[Block, ...]" = ()
    placed: list[Placed] = msgspec.field(default_factory=list)
    claim_id: str = ""
    inner: dict[str, int] = msgspec.field(default_factory=dict)
    strayed: set[str] = msgspec.field(default_factory=set)
    faulty: dict[int, set[str]] = msgspec.field(default_factory=dict)

    def all(self, segment_id: str, loop: str | None = None) -> Iterator[Placed]:
        """Yield the block's segments of an id, of one loop only when it is named."""
        for one in self.placed:
            if one.parts[0] == segment_id and (loop is None or one.loop == loop):
                yield one

    def first(self, segment_id: str, loop: str | None = None) -> Placed | None:
        """Return the first of ``all``, nothing when there is none."""
        return next(self.all(segment_id, loop), None)


def makes_block(loop_id: str, trigger: str) -> bool:
    """Return whether a loop is a block of its own: levels, claims, claim payments, members."""
    return trigger in ("HL", "CLM", "CLP", "INS", "ENT") or loop_id == "2000"
