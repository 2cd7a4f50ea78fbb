"""The levels of every other transaction, block by block, into typed values."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cleanclaim.x12.streaming.pieces import Row, at, dated, parties, reference
from cleanclaim.x12.streaming.values import LevelLoop, TransactionHeader

_OTHERS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"834": frozenset({"INS"}), "820": frozenset({"ENT", "RMR"})}
)
_LEVELS = frozenset({"HL"})
_WITH_LEVELS = frozenset({"270", "271", "276", "277", "278", *_OTHERS})


def breaks_of(kind: str) -> frozenset[str]:
    """Return the segments that begin the blocks of a transaction set: HL, but for those without levels."""
    return _OTHERS.get(kind, _LEVELS)


class LevelAssembler:
    """Takes blocks begun by HL (INS in an 834, ENT or RMR in an 820) and hands each out as a level."""

    def __init__(self, header: TransactionHeader) -> None:
        self.header = header
        self.open: list[LevelLoop] = []

    def take(self, rows: list[Row], number: int, offset: int) -> Iterator[LevelLoop]:
        """Take in a block; yield its level. What stands before the first level is the header.

        A transaction that has no levels, such as a 999, is one block.
        """
        head = rows[0]
        if head[0] == "ST" and self.header.kind in _WITH_LEVELS:
            return
        if head[0] == "HL":
            parent = at(head, 2)
            while self.open and self.open[-1].number != parent:
                self.open.pop()
        found = LevelLoop(
            self.header,
            at(head, 3) if head[0] == "HL" else head[0] if head[0] != "ST" else "",
            at(head, 1) if head[0] == "HL" else "",
            tuple(self.open) if head[0] == "HL" else (),
            parties(rows),
            tuple(reference(row) for row in rows if row[0] == "REF"),
            tuple(
                dated(at(row, 1), at(row, 3 if row[0] == "DTP" else 2))
                for row in rows
                if row[0] in ("DTP", "DTM")
            ),
            tuple(at(row, 2) for row in rows if row[0] == "TRN"),
            rows,
            number,
            offset,
        )
        if head[0] == "HL":
            self.open.append(found)
        yield found
