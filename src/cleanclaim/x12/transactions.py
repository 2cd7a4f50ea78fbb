"""Reading: a file's transactions, each with the envelope it came in. Strict about structure."""

from collections.abc import Iterator

import msgspec

from cleanclaim.primitives import UnreadableFile, UnsupportedVersion
from cleanclaim.x12.segments import Delimiters, Segment
from cleanclaim.x12.sources import Source
from cleanclaim.x12.tokens import batches


class Interchange(msgspec.Struct, frozen=True):
    """What the ISA segment says; identifiers without their padding.

    ``date`` is YYMMDD and ``time`` HHMM as sent; ``usage`` is ``P`` for production, ``T`` for test.
    """

    sender_qualifier: str = ""
    sender_id: str = ""
    receiver_qualifier: str = ""
    receiver_id: str = ""
    date: str = ""
    time: str = ""
    version: str = ""
    control_number: str = ""
    acknowledgment_requested: bool = False
    usage: str = ""
    delimiters: Delimiters = Delimiters()


class Group(msgspec.Struct, frozen=True):
    """What the GS segment says; ``date`` is CCYYMMDD, ``version`` the guide (GS08)."""

    functional_id: str = ""
    sender: str = ""
    receiver: str = ""
    date: str = ""
    time: str = ""
    control_number: str = ""
    version: str = ""


class Transaction(msgspec.Struct, frozen=True):
    """One transaction set: ``segments`` run from ST to SE, both included.

    A TA1, which stands in the interchange without group or ST, is handed out as a transaction
    with ``set_id`` "TA1", an empty group and that one segment.
    """

    interchange: Interchange
    group: Group
    set_id: str
    control_number: str
    version: str
    segments: tuple[Segment, ...]


_ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA", "TA1"})


def read_segments(source: Source, *, where: str = "") -> Iterator[Segment]:
    """Yield every segment of a file in order, envelopes included, checking no structure.

    Raises ``UnreadableFile`` for what is not X12 or is not text. A segment that the file breaks
    off in is handed out as far as it goes; ``read_transactions`` refuses it.
    """
    number = 0
    for batch in batches(source, where=where):
        delimiters = batch.delimiters
        mark = delimiters.element
        for text, start in zip(batch.texts, batch.starts, strict=True):
            number += 1
            parts = text.split(mark)
            yield Segment(parts[0], tuple(parts[1:]), number, start, delimiters)
        if batch.tail:
            number += 1
            parts = batch.tail.split(mark)
            yield Segment(parts[0], tuple(parts[1:]), number, batch.tail_start, delimiters)


def read_transactions(
    source: Source, *, where: str = "", check_counts: bool = False
) -> Iterator[Transaction]:
    """Yield a file's transactions one at a time, of any number of interchanges and groups.

    Raises ``UnreadableFile`` with the segment number for what is not X12, is cut short, or has
    its envelopes out of order, and ``UnsupportedVersion`` for 4010 and older. Wrong counts and
    control numbers are for ``validate`` to report unless ``check_counts`` is set: then a wrong
    SE01, GE01 or IEA01, and an SE02, GE02 or IEA02 that is not the number its envelope began
    with, are refused as well, because segments may have been lost. Leading zeros make no other
    number. A transaction is handed out before the envelopes around it end: what comes after it
    can still be refused. A bare final IEA without its terminator is accepted.
    """
    opened: Transaction | None = None
    body: list[Segment] = []
    for part in read_parts(source, where=where, check_counts=check_counts):
        if isinstance(part, Transaction):
            opened, body = part, [*part.segments]
            if part.set_id == "TA1" and not part.control_number:
                yield part
            continue
        body.append(part)
        if part.id == "SE" and opened is not None:
            yield msgspec.structs.replace(opened, segments=tuple(body))


def read_parts(
    source: Source, *, where: str = "", check_counts: bool = False
) -> Iterator[Transaction | Segment]:
    """Yield what a file holds as it is read, in flat memory whatever a transaction's size.

    A ``Transaction`` when its ST is read, with that segment alone; then each of its segments, SE
    the last. A TA1 is a transaction without any segment following. Errors as
    ``read_transactions``, but what was handed out before them has been handed out.
    """
    yield from _Reader(where, check_counts).read(source)


class _Reader:
    """The envelopes open at the moment, and how many segments the open transaction has."""

    def __init__(self, where: str, check_counts: bool) -> None:
        self.where = where
        self.check_counts = check_counts
        self.interchange: Interchange | None = None
        self.group: Group | None = None
        self.header: Segment | None = None
        self.segments = 0
        self.groups = 0
        self.transactions = 0
        self.last: Segment | None = None

    def read(self, source: Source) -> Iterator[Transaction | Segment]:
        number = 0
        for batch in batches(source, where=self.where):
            delimiters = batch.delimiters
            mark = delimiters.element
            for text, start in zip(batch.texts, batch.starts, strict=True):
                number += 1
                parts = text.split(mark)
                segment = Segment(parts[0], tuple(parts[1:]), number, start, delimiters)
                if parts[0] in _ENVELOPE:
                    found = self._envelope(segment)
                    if found is not None:
                        yield found
                elif self.header is not None:
                    self.segments += 1
                    yield segment
                else:
                    raise self._outside(segment)
                self.last = segment
            if batch.tail:
                number += 1
                parts = batch.tail.split(mark)
                segment = Segment(parts[0], tuple(parts[1:]), number, batch.tail_start, delimiters)
                if segment.id != "IEA" or self.interchange is None or len(segment.elements) != 2:
                    raise self._unreadable(
                        segment, f"the file breaks off in segment {number}, which has no terminator."
                    )
                self._envelope(segment)
        self._must_be_closed(number)

    def _envelope(self, segment: Segment) -> Transaction | Segment | None:
        match segment.id:
            case "ISA":
                self._open_interchange(segment)
            case "TA1":
                return self._interchange_acknowledgment(segment)
            case "GS":
                self._open_group(segment)
            case "ST":
                return self._open_transaction(segment)
            case "SE":
                return self._close_transaction(segment)
            case "GE":
                self._close_group(segment)
            case _:
                self._close_interchange(segment)
        return None

    def _open_interchange(self, segment: Segment) -> None:
        if self.interchange is not None:
            raise self._unreadable(
                segment,
                f"a new ISA begins at segment {segment.number} before the interchange "
                f"{self.interchange.control_number} has ended: {self._missing()} is missing.",
            )
        self.interchange = interchange_of(segment)
        self.groups = 0

    def _interchange_acknowledgment(self, segment: Segment) -> Transaction | Segment:
        if self.header is not None:
            self.segments += 1
            return segment
        if self.interchange is None or self.group is not None:
            raise self._outside(segment)
        return Transaction(self.interchange, Group(), "TA1", "", "", (segment,))

    def _open_group(self, segment: Segment) -> None:
        if self.interchange is None or self.group is not None:
            raise self._out_of_order(segment)
        self.group = group_of(segment)
        self.groups += 1
        self.transactions = 0
        refuse_old_version(self.group.version, where=self._place(segment))

    def _open_transaction(self, segment: Segment) -> Transaction:
        if self.interchange is None or self.group is None or self.header is not None:
            raise self._out_of_order(segment)
        refuse_old_version(segment.get(3), where=self._place(segment))
        self.header = segment
        self.segments = 1
        self.transactions += 1
        return Transaction(
            self.interchange,
            self.group,
            segment.get(1),
            segment.get(2),
            segment.get(3) or self.group.version,
            (segment,),
        )

    def _close_transaction(self, segment: Segment) -> Segment:
        if self.header is None:
            raise self._out_of_order(segment)
        self._check_trailer(segment, "transaction", "segments", self.segments + 1, self.header.get(2))
        self.header = None
        return segment

    def _close_group(self, segment: Segment) -> None:
        if self.group is None or self.header is not None:
            raise self._out_of_order(segment)
        self._check_trailer(segment, "group", "transactions", self.transactions, self.group.control_number)
        self.group = None

    def _close_interchange(self, segment: Segment) -> None:
        if self.interchange is None or self.group is not None:
            raise self._out_of_order(segment)
        number = self.interchange.control_number
        self._check_trailer(segment, "interchange", "groups", self.groups, number)
        self.interchange = None

    def _check_trailer(self, trailer: Segment, what: str, of: str, count: int, number: str) -> None:
        """Refuse a trailer whose count or number is not that of what it ends, if that is asked for."""
        if not self.check_counts:
            return
        said = trailer.get(1).strip()
        if not said or not _same_number(said, str(count)):
            raise self._unreadable(
                trailer,
                f"{what} {number} has {count} {of if count != 1 else of[:-1]}, but its {trailer.id} says "
                f"{said[:20] or 'nothing'}: {of} may have been lost.",
            )
        ended = trailer.get(2).strip()
        if not _same_number(ended, number.strip()):
            raise self._unreadable(
                trailer,
                f"{what} {number} is closed as {ended[:20] or 'nothing'} by its {trailer.id}: "
                "what stood between may have been lost.",
            )

    def _missing(self) -> str:
        if self.header is not None:
            return "its SE"
        return "its GE" if self.group is not None else "its IEA"

    def _must_be_closed(self, number: int) -> None:
        if self.interchange is not None:
            raise UnreadableFile(
                f"the file ends after segment {number} before it is complete: {self._missing()} is missing.",
                where=self.where,
                fix="Ask for the file again.",
            )

    def _out_of_order(self, segment: Segment) -> UnreadableFile:
        expected = {"ISA": "an ISA", "GS": "an open ISA", "ST": "an open GS", "SE": "an open ST"}
        if segment.id in ("GE", "IEA", "GS", "ST") and self.interchange is not None:
            reason = f"{segment.id} stands where {self._missing()} should come first."
        else:
            reason = f"{segment.id} needs {expected.get(segment.id, 'its opening segment')} before it."
        return self._unreadable(segment, f"the envelopes are out of order: {reason}")

    def _outside(self, segment: Segment) -> UnreadableFile:
        name = segment.id if _is_segment_id(segment.id) else "one without a proper id"
        return self._unreadable(
            segment, f"segment {segment.number} ({name}) stands outside of any transaction (ST to SE)."
        )

    def _unreadable(self, segment: Segment, message: str) -> UnreadableFile:
        return UnreadableFile(message, where=self._place(segment), fix="Ask for the file again.")

    def _place(self, segment: Segment) -> str:
        place = f"segment {segment.number}"
        return f"{self.where}, {place}" if self.where else place


def interchange_of(segment: Segment) -> Interchange:
    """Return what an ISA segment says, identifiers stripped of their padding."""
    return Interchange(
        sender_qualifier=segment.get(5).strip(),
        sender_id=segment.get(6).strip(),
        receiver_qualifier=segment.get(7).strip(),
        receiver_id=segment.get(8).strip(),
        date=segment.get(9),
        time=segment.get(10),
        version=segment.get(12),
        control_number=segment.get(13).strip(),
        acknowledgment_requested=segment.get(14) == "1",
        usage=segment.get(15),
        delimiters=segment.delimiters,
    )


def group_of(segment: Segment) -> Group:
    """Return what a GS segment says."""
    return Group(
        functional_id=segment.get(1),
        sender=segment.get(2).strip(),
        receiver=segment.get(3).strip(),
        date=segment.get(4),
        time=segment.get(5),
        control_number=segment.get(6).strip(),
        version=segment.get(8).strip(),
    )


def refuse_old_version(version: str, *, where: str = "") -> None:
    """Raise ``UnsupportedVersion`` for 4010 and anything older, naming it."""
    if version[:3] in ("003", "004"):
        raise UnsupportedVersion(
            f"version {version} is not read: HIPAA transactions are version 005010 since 2012.",
            where=where,
            fix="Ask the sender for the 5010 form.",
        )


def _same_number(one: str, other: str) -> bool:
    return one == other or one.lstrip("0") == other.lstrip("0")


def _is_segment_id(text: str) -> bool:
    return 2 <= len(text) <= 3 and text.isalnum() and text.isupper() and text.isascii()
