"""The lines of a batch of notes."""

import re
from datetime import date

import msgspec

from cleanclaim.primitives import DecodeError, UnreadableFile

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class BatchNote(msgspec.Struct, frozen=True):
    """A note of ``code --batch``: everything but ``text`` may be missing; unknown fields are passed over.

    ``earlier_notes`` are texts of earlier notes of the same patient, to tell what was copied from them.
    """

    text: str
    id: str | int | None = None
    setting: str | None = None
    date_of_service: date | None = None
    claim_type: str | None = None
    payer_kind: str | None = None
    patient_age: int | float | None = None
    patient_sex: str | None = None
    new_patient: bool | None = None
    earlier_notes: tuple[str, ...] = ()


class NotText(UnreadableFile):
    """A line that no reader of text wrote: what follows it in the file is not read."""


def lines_in(raw: bytes, where: str) -> list[tuple[int, bytes]]:
    """Return the lines of a batch that have something in them, with their numbers.

    Raises ``DecodeError`` when there is none.
    """
    rows = raw.removeprefix(_BYTE_ORDER_MARK).splitlines()
    lines = [(number, line) for number, line in enumerate(rows, 1) if line.strip()]
    if not lines:
        raise DecodeError("the file is empty.", where=where, fix="Put notes into it, one JSON object a line.")
    return lines


def read_line(line: bytes, where: str) -> BatchNote:
    """Return the note of a line; raises ``NotText`` or ``DecodeError``, both naming the line."""
    stop = "The lines after it are not read."
    if _CONTROL.search(line):
        raise NotText("this is not text but binary data.", where=where, fix=stop)
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotText(
            f"the text is not UTF-8: byte {error.start} of the line is 0x{line[error.start]:02x}.",
            where=where,
            fix=f"{stop} Save the file as UTF-8 (for example: iconv -f windows-1252 -t utf-8).",
        ) from None
    try:
        return msgspec.json.decode(text, type=BatchNote)
    except msgspec.DecodeError as error:
        raise DecodeError(
            f"this is not a note: {error}.", where=where, fix='Write {"text": "..."} on a line of its own.'
        ) from None
