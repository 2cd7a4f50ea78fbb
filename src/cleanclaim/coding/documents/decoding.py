"""Bytes to characters, with the byte of every character."""

from collections.abc import Sequence

import msgspec

from cleanclaim.coding.documents.building import byte_offsets
from cleanclaim.primitives import UnreadableFile

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class Decoded(msgspec.Struct, frozen=True):
    """A decoded text; ``offsets[i]`` is the byte at which character ``i`` begins, the last one the end."""

    text: str
    offsets: Sequence[int]


def decode(raw: bytes, encoding: str = "") -> Decoded:
    """Return bytes as characters: by their byte order mark, else as ``encoding`` says, else as UTF-8.

    Raises ``UnreadableFile`` naming the first byte that does not fit.
    """
    first = 0
    for mark, named in _MARKS:
        if raw.startswith(mark):
            first, encoding = len(mark), named
            break
    try:
        "".encode(encoding or "utf-8")
    except LookupError:
        raise UnreadableFile(
            f"it names an unknown encoding, {encoding[:30]!r}.", fix="Save it as UTF-8."
        ) from None
    try:
        text = raw[first:].decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        byte = first + error.start
        raise UnreadableFile(
            f"the text is not {(encoding or 'UTF-8').upper()}: byte {byte} is 0x{raw[byte]:02x}.",
            fix="Save it as UTF-8 (for example: iconv -f windows-1252 -t utf-8).",
        ) from None
    return Decoded(text, byte_offsets(text, encoding or "utf-8", first))
