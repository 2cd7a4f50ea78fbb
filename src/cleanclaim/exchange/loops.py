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


def lines_of(transaction: Transaction) -> list[Line]:
    """Return a transaction's segments between ST and SE.

    The component separator is the one that ISA16 declares, unless the first CLM05 evidently uses
    another: some senders declare ``:`` and write ``>``.
    """
    separator = transaction.interchange.delimiters.component
    for segment in transaction.segments:
        if segment.id == "CLM":
            value = segment.get(5)
            found = _FACILITY.fullmatch(value)
            if separator not in value and found:
                separator = found.group(1)
            break
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
    def __init__(self, code: str, parent: "_Level | None") -> None:
        self.code = code
        self.parent = parent
        self.own: list[Line] = []

    def above(self, code: str) -> "_Level | None":
        level: _Level | None = self
        while level is not None and level.code != code:
            level = level.parent
        return level


def claim_loops(lines: Sequence[Line]) -> Iterator[ClaimLoops]:
    """Yield every claim's segments with those of the HL levels that it belongs to.

    HL02 is followed where it names an earlier level of the right kind; else the level belongs to
    the latest one above it, so that wrong parents and missing levels lose no claim.
    """
    by_number: dict[str, _Level] = {}
    latest: dict[str, _Level] = {}
    level = _Level("", None)
    current: list[Line] | None = None
    found: list[tuple[_Level, list[Line]]] = []
    above = {"22": ("20",), "23": ("22",)}
    for line in lines:
        if line.id == "HL":
            code = line.get(3)
            wanted = above.get(code, ())
            parent = by_number.get(line.get(2))
            if parent is None or parent.code not in wanted:
                parent = next((latest[kind] for kind in wanted if kind in latest), None)
            level = _Level(code, parent)
            by_number[line.get(1)] = latest[code] = level
            current = None
        elif line.id == "CLM":
            current = [line]
            found.append((level, current))
        elif current is not None:
            current.append(line)
        else:
            level.own.append(line)
    for owner, claim in found:
        provider, subscriber, patient = (owner.above(code) for code in ("20", "22", "23"))
        yield ClaimLoops(
            provider.own if provider else [],
            subscriber.own if subscriber else [],
            patient.own if patient else None,
            claim,
        )
