"""Writing: rows of elements into an interchange whose counts and control numbers are computed."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias

import msgspec

from cleanclaim.primitives import InvalidValue
from cleanclaim.x12.segments import Delimiters

Row: TypeAlias = tuple[str, ...]
"""A segment to be written: its id, then its elements."""

TransactionBody: TypeAlias = tuple[str, Sequence[Row]]
"""Transaction set id (ST01) and its segments without ST and SE; ``"TA1"`` for a TA1 alone."""

_SEGMENT_ID = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_TEXT = re.compile(r"[ -~]*")
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


class _Joined(str):
    """An element made of parts, written with whatever delimiters the envelope has."""

    __slots__ = ("parts", "repeats")
    parts: tuple[str, ...]
    repeats: bool


def composite(*parts: str) -> str:
    """Return a composite element; empty components at its end are left out.

    The result may be used as an element only in rows for ``write_interchange``, which joins the
    parts with the envelope's component separator.
    """
    kept = _trimmed(parts)
    joined = _Joined(":".join(kept))
    joined.parts, joined.repeats = kept, False
    return joined


def repeated(*values: str) -> str:
    """Return an element that repeats; each value may be a ``composite``."""
    joined = _Joined("^".join(values))
    joined.parts, joined.repeats = tuple(values), True
    return joined


def row_of(row: Row, delimiters: Delimiters) -> Row:
    """Return a row as it was read, with its composites and repetitions marked for writing."""
    return (row[0], *(_marked(element, delimiters) for element in row[1:]))


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
    envelope: Envelope, transactions: Sequence[TransactionBody], *, line_break: str = ""
) -> Iterator[bytes]:
    """Yield the interchange segment by segment, as ``write_interchange`` joins it."""
    marks = _checked_delimiters(envelope.delimiters)
    end = marks.segment + line_break
    yield (_isa(envelope) + end).encode("ascii")
    bare = [rows for set_id, rows in transactions if set_id == "TA1"]
    bodies = [(set_id, rows) for set_id, rows in transactions if set_id != "TA1"]
    for rows in bare:
        for number, row in enumerate(rows, 1):
            yield (_line(row, marks, f"TA1 segment {number}") + end).encode("ascii")
    groups = 0
    if bodies:
        _check_group(envelope)
        groups = 1
        group_number = str(
            envelope.control_number
            if envelope.group_control_number is None
            else envelope.group_control_number
        )
        opening: Row = (
            "GS",
            envelope.functional_id,
            envelope.gs_sender,
            envelope.gs_receiver,
            f"{envelope.at:%Y%m%d}",
            f"{envelope.at:%H%M}",
            group_number,
            "X",
            envelope.version,
        )
        yield (_line(opening, marks, "GS") + end).encode("ascii")
        for index, (set_id, rows) in enumerate(bodies, 1):
            control = f"{index:04d}"
            # The 835 guide (005010X221A1) does not use ST03; all others carry the guide there.
            guide = "" if set_id == "835" else envelope.version
            yield (_line(("ST", set_id, control, guide), marks, "ST") + end).encode("ascii")
            for number, row in enumerate(rows, 2):
                if row[:1] in (("ST",), ("SE",)):
                    raise InvalidValue(
                        f"transaction {index} brings its own {row[0]}: the writer adds ST and SE."
                    )
                where = f"transaction {index}, segment {number}"
                yield (_line(row, marks, where) + end).encode("ascii")
            yield (_line(("SE", str(len(rows) + 2), control), marks, "SE") + end).encode("ascii")
        yield (_line(("GE", str(len(bodies)), group_number), marks, "GE") + end).encode("ascii")
    yield (_line(("IEA", str(groups), f"{envelope.control_number:09d}"), marks, "IEA") + end).encode("ascii")


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
        _check(field, marks, f"ISA{index:02d}")
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


def _line(row: Row, marks: Delimiters, where: str) -> str:
    if not row or not _SEGMENT_ID.fullmatch(row[0]):
        raise InvalidValue(f"{row[0] if row else ''!r} is no segment id.", where=where)
    elements = _trimmed(row[1:])
    if not elements:
        raise InvalidValue(
            f"{row[0]} has no elements.", where=where, fix="Leave the segment out or give it a value."
        )
    written = [row[0]]
    for number, element in enumerate(elements, 1):
        written.append(_written(element, marks, where, row[0], number))
    return marks.element.join(written)


def _written(element: str, marks: Delimiters, where: str, segment_id: str, number: int) -> str:
    if isinstance(element, _Joined):
        parts = [_written(part, marks, where, segment_id, number) for part in element.parts]
        if element.repeats and not marks.repetition and len(parts) > 1:
            raise InvalidValue(
                f"{segment_id}{number:02d} repeats, but no repetition separator is set.", where=where
            )
        return (marks.repetition if element.repeats else marks.component).join(parts)
    _check(element, marks, f"{where}, {segment_id}{number:02d}")
    return element


def _check(value: str, marks: Delimiters, where: str) -> None:
    for mark in marks.all:
        if mark in value:
            raise InvalidValue(
                f"the value contains {mark!r}, which separates X12 fields.",
                where=where,
                fix="Take the character out, or write the file with other delimiters.",
            )
    if not _TEXT.fullmatch(value):
        odd = next(character for character in value if not " " <= character <= "~")
        raise InvalidValue(
            f"the value contains U+{ord(odd):04X}, which is outside X12's basic and extended character sets.",
            where=where,
            fix="Write it with plain letters (A-Z, a-z), digits and ASCII punctuation.",
        )


def _checked_delimiters(marks: Delimiters) -> Delimiters:
    chosen = marks.all
    if len(set(chosen)) != len(chosen) or any(
        len(mark) != 1 or mark.isalnum() or mark == " " or ord(mark) > 126 for mark in chosen
    ):
        raise InvalidValue(
            "the delimiters must be four different single ASCII characters, no letters, digits or blanks.",
            where="delimiters",
        )
    if not (marks.element and marks.component and marks.segment):
        raise InvalidValue("element, component and segment delimiters are all needed.", where="delimiters")
    return marks


def _marked(element: str, marks: Delimiters) -> str:
    if marks.repetition and marks.repetition in element:
        return repeated(*(_marked(part, marks) for part in element.split(marks.repetition)))
    if marks.component in element:
        joined = _Joined(element)
        joined.parts, joined.repeats = tuple(element.split(marks.component)), False
        return joined
    return element


def _trimmed(values: Sequence[str]) -> tuple[str, ...]:
    end = len(values)
    while end and not values[end - 1]:
        end -= 1
    return tuple(values[:end])
