"""Rows of elements to be written: composites, repetitions, and the text of one segment."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from cleanclaim.primitives import InvalidValue
from cleanclaim.x12.segments import Delimiters

Row: TypeAlias = tuple[str, ...]
"""A segment to be written: its id, then its elements."""

_SEGMENT_ID = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_TEXT = re.compile(r"[ -~]*")


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


def line_of(row: Row, marks: Delimiters, where: str) -> str:
    """Return a row as the text of a segment, without its terminator.

    Raises ``InvalidValue``, naming the place, for what a segment cannot hold.
    """
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
    check_value(element, marks, f"{where}, {segment_id}{number:02d}")
    return element


def check_value(value: str, marks: Delimiters, where: str) -> None:
    """Raise ``InvalidValue`` for a value that holds a delimiter or a character X12 does not have."""
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


def checked_delimiters(marks: Delimiters) -> Delimiters:
    """Return the delimiters; raises ``InvalidValue`` when they cannot be told apart."""
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
