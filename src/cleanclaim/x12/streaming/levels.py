"""The levels of every other transaction, block by block, into typed values."""

from collections.abc import Iterator

from cleanclaim.x12.streaming.pieces import Row, at, dated, parties, reference
from cleanclaim.x12.streaming.values import LevelLoop, TransactionHeader


class LevelAssembler:
    """Takes blocks begun by HL, INS or ENT and hands each out as a level."""

    breaks = frozenset({"HL", "INS", "ENT"})

    def __init__(self, header: TransactionHeader) -> None:
        self.header = header
        self.open: list[LevelLoop] = []

    def take(self, rows: list[Row], number: int, offset: int) -> Iterator[LevelLoop]:
        """Take in a block; yield its level. What stands before the first level is the header."""
        head = rows[0]
        if head[0] == "ST" and self.header.kind not in ("999", "997", "824"):
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
