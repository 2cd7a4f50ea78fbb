"""The way through a file: envelopes, blocks of segments, and who makes values of them."""

from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

from cleanclaim.primitives import UnreadableFile
from cleanclaim.x12.segments import Delimiters, Segment
from cleanclaim.x12.sources import Source
from cleanclaim.x12.streaming.claims import ClaimAssembler
from cleanclaim.x12.streaming.levels import LevelAssembler, breaks_of
from cleanclaim.x12.streaming.payments import PaymentAssembler
from cleanclaim.x12.streaming.pieces import Row, at, day, parties
from cleanclaim.x12.streaming.values import (
    ClaimLoop,
    LevelLoop,
    PaymentLoop,
    ProviderAdjustment,
    TransactionHeader,
)
from cleanclaim.x12.tokens import batches
from cleanclaim.x12.transactions import Group, Interchange, group_of, interchange_of, refuse_old_version

StreamedLoop: TypeAlias = ClaimLoop | PaymentLoop | ProviderAdjustment | LevelLoop
"""What ``stream`` yields."""

_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})


class _Assembler(Protocol):
    def take(self, rows: list[Row], number: int, offset: int) -> Iterator[StreamedLoop]: ...


def stream(source: Source, *, where: str = "") -> Iterator[StreamedLoop]:
    """Yield a file's claims, claim payments or levels one at a time, in flat memory.

    ``source`` is the file's bytes, its path, or the file opened for reading bytes. An 837 gives a
    ``ClaimLoop`` for each claim; an 835 a ``PaymentLoop`` for each claim payment and, after them, a
    ``ProviderAdjustment`` for each one that its PLBs hold; other transactions a ``LevelLoop`` for
    each HL. Nothing is judged: a line whose LX is missing is a line all the same, and counts and
    control numbers are for ``validate``. Raises ``UnreadableFile`` for what is not X12 and, after
    the last whole loop, for a file that breaks off; ``UnsupportedVersion`` for 4010 and older.
    """
    return _Stream(where).read(source)


class _Stream:
    def __init__(self, where: str) -> None:
        self.where = where
        self.interchange = Interchange()
        self.group = Group()
        self.assembler: _Assembler | None = None
        self.rows: list[Row] = []
        self.number = 0
        self.offset = 0
        self.in_header = False
        self.open = False

    def read(self, source: Source) -> Iterator[StreamedLoop]:
        number = 0
        breaks = _ENVELOPE
        append: Callable[[Row], None] = _drop
        for batch in batches(source, where=self.where):
            marks = batch.delimiters
            mark = marks.element
            for index, text in enumerate(batch.texts):
                row = text.split(mark)
                if row[0] not in breaks:
                    append(row)
                    continue
                yield from self._close()
                self.number, self.offset = number + index + 1, batch.starts[index]
                if row[0] in _ENVELOPE:
                    self._envelope(row, marks)
                    breaks = _breaks_of(at(row, 1)) if row[0] == "ST" else _ENVELOPE
                else:
                    self.rows = [row]
                append = self.rows.append if self.rows else _drop
            number += len(batch.texts)
            if batch.tail and not batch.tail.startswith("IEA"):
                raise self._cut_short(number + 1)
            if batch.tail:
                self.open = False
        if self.open:
            raise self._cut_short(number)

    def _close(self) -> Iterator[StreamedLoop]:
        """Hand on the block that ends here."""
        rows = self.rows
        if not rows:
            return
        if self.in_header:
            self.in_header = False
            self.assembler = _assembler_for(self._header(rows))
        if self.assembler is not None:
            yield from self.assembler.take(rows, self.number, self.offset)

    def _envelope(self, row: Row, marks: Delimiters) -> None:
        self.rows = []
        self.in_header = False
        self.assembler = None
        segment = Segment(row[0], tuple(row[1:]), self.number, self.offset, marks)
        place = f"{self.where}, segment {self.number}".lstrip(", ")
        match row[0]:
            case "ISA":
                self.interchange, self.group, self.open = interchange_of(segment), Group(), True
            case "GS":
                self.group = group_of(segment)
                refuse_old_version(self.group.version, where=place)
            case "ST":
                refuse_old_version(segment.get(3), where=place)
                self.rows = [row]
                self.in_header = True
            case "IEA":
                self.open = False
            case _:
                pass

    def _header(self, rows: list[Row]) -> TransactionHeader:
        begin = next((row for row in rows if row[0] in ("BHT", "BPR", "BGN")), [""])
        where = {"BHT": 4, "BPR": 16, "BGN": 3}.get(begin[0], 0)
        return TransactionHeader(
            interchange=self.interchange,
            group=self.group,
            kind=at(rows[0], 1),
            version=at(rows[0], 3) or self.group.version,
            control_number=at(rows[0], 2),
            reference=at(begin, 3) if begin[0] == "BHT" else at(begin, 2) if begin[0] == "BGN" else "",
            purpose=at(begin, 2) if begin[0] == "BHT" else "",
            day=day(at(begin, where)) if where else None,
            parties=parties(rows),
            rows=rows,
        )

    def _cut_short(self, number: int) -> UnreadableFile:
        return UnreadableFile(
            f"the file breaks off after segment {number}: its IEA is missing.",
            where=self.where,
            fix="Ask for the file again.",
        )


def _drop(row: Row) -> None:
    """Let a segment go that stands outside of any transaction: ``validate`` tells of it."""


def _breaks_of(kind: str) -> frozenset[str]:
    """The segments that end the header of a transaction set, and each block after it."""
    return _ENVELOPE | {"837": ClaimAssembler.breaks, "835": PaymentAssembler.breaks}.get(
        kind, breaks_of(kind)
    )


def _assembler_for(header: TransactionHeader) -> _Assembler:
    if header.kind == "837":
        return ClaimAssembler(header)
    if header.kind == "835":
        return PaymentAssembler(header)
    return LevelAssembler(header)
