"""Cutting a transaction into its loops, leniently: what a file has, in the order it has it."""

import re
from collections.abc import Callable, Iterator, Sequence

from cleanclaim.claim import OtherSegment
from cleanclaim.x12 import Segment, Transaction

_FACILITY = re.compile(r"\w*([^\w\s])\w?\1\w?")


class Line:
    """A segment with the component separator that the file really uses.

    Separators at an element's end say nothing and are left out.
    """

    __slots__ = ("elements", "id", "repetition", "separator")

    def __init__(self, segment: Segment, separator: str) -> None:
        self.id = segment.id
        self.elements = segment.elements
        joined = "\0".join(segment.elements)
        if separator + "\0" in joined or joined.endswith(separator):
            self.elements = tuple(value.rstrip(separator) for value in segment.elements)
        self.separator = separator
        self.repetition = segment.delimiters.repetition

    def get(self, n: int) -> str:
        """Return element ``n`` (1 is the first after the id), ``""`` when it is absent."""
        return self.elements[n - 1] if n <= len(self.elements) else ""

    def parts(self, n: int) -> list[str]:
        """Return the components of element ``n``, none when it is absent."""
        value = self.get(n)
        return value.split(self.separator) if value else []

    def part(self, n: int, m: int) -> str:
        """Return component ``m`` of element ``n`` (both from 1), ``""`` when it is absent."""
        found = self.parts(n)
        return found[m - 1] if m <= len(found) else ""

    def repeats(self, n: int) -> tuple[str, ...]:
        """Return the repetitions of element ``n``, none when it is absent."""
        value = self.get(n)
        if not value:
            return ()
        return tuple(value.split(self.repetition)) if self.repetition else (value,)

    def only(self, *used: int) -> bool:
        """Return whether nothing stands in elements other than these."""
        return all(not value or n in used for n, value in enumerate(self.elements, start=1))

    def kept(self, loop: str) -> OtherSegment:
        """Return the segment as a claim keeps what has no field."""
        values = [tuple(self.parts(n)) if self.separator in v else v for n, v in enumerate(self.elements, 1)]
        while values and not values[-1]:
            values.pop()
        return OtherSegment(loop, (self.id, *values))


def separator_of(claim: Segment) -> str:
    """Return the component separator that the sender of a CLM really uses.

    The one that ISA16 declares, unless CLM05 evidently uses another: some senders declare ``:`` and
    write ``>``.
    """
    value = claim.get(5)
    found = _FACILITY.fullmatch(value)
    declared = claim.delimiters.component
    return found.group(1) if found and declared not in value else declared


def lines_of(transaction: Transaction) -> list[Line]:
    """Return a transaction's segments between ST and SE, the first claim's separator in use."""
    separator = transaction.interchange.delimiters.component
    claim = next((segment for segment in transaction.segments if segment.id == "CLM"), None)
    if claim is not None:
        separator = separator_of(claim)
    return [Line(segment, separator) for segment in transaction.segments if segment.id not in ("ST", "SE")]


def cut(lines: Sequence[Line], starts: Callable[[Line], bool]) -> tuple[list[Line], list[list[Line]]]:
    """Return the lines before the first start, and the blocks that each begin with a start."""
    header: list[Line] = []
    blocks: list[list[Line]] = []
    for line in lines:
        if starts(line):
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
        else:
            header.append(line)
    return header, blocks


def segments_of(parts: Iterator[Transaction | Segment]) -> Iterator[Segment]:
    """Yield the segments between the ST that has just been read (see ``read_parts``) and its SE."""
    for part in parts:
        if isinstance(part, Transaction) or part.id == "SE":
            return
        yield part
