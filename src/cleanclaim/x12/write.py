"""Writing: rows of elements into an interchange whose counts and control numbers are computed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec

from cleanclaim.primitives import InvalidValue
from cleanclaim.x12.kept_segments import KeptSegments
from cleanclaim.x12.rows import Row, check_value, checked_delimiters, composite, line_of, repeated, row_of
from cleanclaim.x12.segments import Delimiters

__all__ = [
    "ADOPTED",
    "Envelope",
    "InterchangeWriter",
    "Row",
    "TransactionBody",
    "composite",
    "repeated",
    "row_of",
    "write_interchange",
    "write_segments",
]

TransactionBody: TypeAlias = tuple[str, Sequence[Row]]
"""Transaction set id (ST01) and its segments without ST and SE; ``"TA1"`` for a TA1 alone."""

_LARGEST_CONTROL_NUMBER = 999_999_999


ADOPTED = frozenset(
    {
        "005010X222A1",
        "005010X223A2",
        "005010X224A2",
        "005010X221A1",
        "005010X279A1",
        "005010X212",
        "005010X214",
        "005010X217",
        "005010X218",
        "005010X220A1",
        "005010X231A1",
    }
)
"""The versions that are written: those adopted under HIPAA (45 CFR 162), and their 999 and 277CA."""


class Envelope(msgspec.Struct, frozen=True):
    """Who sends to whom, in which guide, under which control number.

    ``control_number`` becomes ISA13 and, unless ``group_control_number`` is given, GS06. The
    date and time of ISA and GS are ``at``. ``usage`` is ``P`` (production) or ``T`` (test).
    ``version`` is one of ``ADOPTED``; ``any_version`` lifts that, for samples of what others send.
    """

    sender_qualifier: str
    sender_id: str
    receiver_qualifier: str
    receiver_id: str
    control_number: int
    at: datetime
    usage: str = "P"
    functional_id: str = ""
    gs_sender: str = ""
    gs_receiver: str = ""
    version: str = ""
    delimiters: Delimiters = Delimiters()
    acknowledgment_requested: bool = False
    group_control_number: int | None = None
    any_version: bool = False


def write_interchange(
    envelope: Envelope, transactions: Sequence[TransactionBody], *, line_break: str = ""
) -> bytes:
    """Return one interchange with one group of these transactions.

    ISA padding, SE01/GE01/IEA01, ST02 (0001, 0002, …), ST03 (the guide, but not in an 835) and trailers are
    computed; empty elements at the end of a segment are left out. ``line_break`` (such as a
    newline) follows each terminator. A body ``("TA1", rows)`` stands in the interchange itself,
    before the group. Raises ``InvalidValue``, naming the place, for a value that contains a
    delimiter or a character outside the basic and extended sets (printable ASCII), for a
    segment that is empty or misnamed, and for identifiers that do not fit the ISA.
    """
    return b"".join(write_segments(envelope, transactions, line_break=line_break))


def write_segments(
    envelope: Envelope, transactions: Iterable[TransactionBody], *, line_break: str = ""
) -> Iterator[bytes]:
    """Yield the interchange segment by segment, as ``write_interchange`` joins it."""
    writer = InterchangeWriter(envelope, line_break=line_break)
    yield writer.begin()
    bodies: list[TransactionBody] = []
    for set_id, rows in transactions:
        if set_id == "TA1":
            yield from writer.alone(rows)
        else:
            bodies.append((set_id, rows))
    for set_id, rows in bodies:
        yield from writer.transaction(set_id, rows)
    yield from writer.end()


class InterchangeWriter:
    """Writes one interchange with at most one group, a transaction at a time; counts as it goes.

    Nothing is kept: rows may come from anywhere and be any number. Errors as ``write_interchange``.
    """

    def __init__(self, envelope: Envelope, *, line_break: str = "") -> None:
        self.envelope = envelope
        self.marks = checked_delimiters(envelope.delimiters)
        self.transactions = 0
        self._end = self.marks.segment + line_break
        given = envelope.group_control_number
        self._group_number = str(envelope.control_number if given is None else given)

    def begin(self) -> bytes:
        """Return the ISA."""
        return (_isa(self.envelope) + self._end).encode("ascii")

    def alone(self, rows: Iterable[Row]) -> Iterator[bytes]:
        """Yield segments that stand in the interchange itself (TA1); before any transaction."""
        for number, row in enumerate(rows, 1):
            yield self.segment(row, f"TA1 segment {number}")

    def transaction(self, set_id: str, rows: Iterable[Row | KeptSegments]) -> Iterator[bytes]:
        """Yield a transaction from its ST to its SE, the group's GS before the first."""
        if not self.transactions:
            yield self._group()
        self.transactions += 1
        index, control = self.transactions, f"{self.transactions:04d}"
        # The 835 guide (005010X221A1) does not use ST03; all others carry the guide there.
        guide = "" if set_id == "835" else self.envelope.version
        yield self.segment(("ST", set_id, control, guide), "ST")
        number = 1
        for row in rows:
            if isinstance(row, KeptSegments):
                number += row.count
                yield from row.parts()
                continue
            number += 1
            if row[:1] in (("ST",), ("SE",)):
                raise InvalidValue(f"transaction {index} brings its own {row[0]}: the writer adds ST and SE.")
            yield self.segment(row, f"transaction {index}, segment {number}")
        yield self.segment(("SE", str(number + 1), control), "SE")

    def end(self) -> Iterator[bytes]:
        """Yield the trailers."""
        if self.transactions:
            yield self.segment(("GE", str(self.transactions), self._group_number), "GE")
        groups = "1" if self.transactions else "0"
        yield self.segment(("IEA", groups, f"{self.envelope.control_number:09d}"), "IEA")

    def segment(self, row: Row, where: str) -> bytes:
        """Return one segment with its terminator."""
        return (line_of(row, self.marks, where) + self._end).encode("ascii")

    def _group(self) -> bytes:
        envelope = self.envelope
        _check_group(envelope)
        return self.segment(
            (
                "GS",
                envelope.functional_id,
                envelope.gs_sender,
                envelope.gs_receiver,
                f"{envelope.at:%Y%m%d}",
                f"{envelope.at:%H%M}",
                self._group_number,
                "X",
                envelope.version,
            ),
            "GS",
        )


def _isa(envelope: Envelope) -> str:
    if not 0 < envelope.control_number <= _LARGEST_CONTROL_NUMBER:
        raise InvalidValue(
            f"{envelope.control_number} cannot be an interchange control number.",
            where="ISA13",
            fix="Use 1 to 999999999.",
        )
    if envelope.usage not in ("P", "T"):
        raise InvalidValue(
            f"{envelope.usage!r} is no usage.", where="ISA15", fix="Use P (production) or T (test)."
        )
    for name, value, width in (
        ("ISA05", envelope.sender_qualifier, 2),
        ("ISA07", envelope.receiver_qualifier, 2),
    ):
        if len(value) != width:
            raise InvalidValue(
                f"{value!r} is no identifier qualifier.", where=name, fix="Use two characters, such as ZZ."
            )
    for name, value in (("ISA06", envelope.sender_id), ("ISA08", envelope.receiver_id)):
        if not 0 < len(value.strip()) <= len(value) <= 15:
            raise InvalidValue(
                f"{value!r} does not fit: 1 to 15 characters.", where=name, fix="Correct the identifier."
            )
    marks = envelope.delimiters
    fields = (
        "ISA",
        "00",
        " " * 10,
        "00",
        " " * 10,
        envelope.sender_qualifier,
        envelope.sender_id.ljust(15),
        envelope.receiver_qualifier,
        envelope.receiver_id.ljust(15),
        f"{envelope.at:%y%m%d}",
        f"{envelope.at:%H%M}",
    )
    for index, field in enumerate(fields):
        check_value(field, marks, f"ISA{index:02d}")
    rest = (
        marks.repetition or "U",
        "00501",
        f"{envelope.control_number:09d}",
        "1" if envelope.acknowledgment_requested else "0",
        envelope.usage,
        marks.component,
    )
    return marks.element.join((*fields, *rest))


def _check_group(envelope: Envelope) -> None:
    if envelope.version not in ADOPTED and not envelope.any_version:
        raise InvalidValue(
            f"{envelope.version!r} is not a version that is written.",
            where="GS08",
            fix=f"Use one of {', '.join(sorted(ADOPTED))}.",
        )
    for name, value, low, high in (
        ("GS01", envelope.functional_id, 2, 2),
        ("GS02", envelope.gs_sender, 2, 15),
        ("GS03", envelope.gs_receiver, 2, 15),
        ("GS08", envelope.version, 1, 12),
    ):
        if not low <= len(value) <= high:
            raise InvalidValue(
                f"{value!r} does not fit: {low} to {high} characters.",
                where=name,
                fix="Correct the envelope.",
            )
