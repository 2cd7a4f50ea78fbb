"""The tokeniser: bytes into segment texts, in chunks, losing no byte and guessing no delimiter.

Bytes are decoded one to one (latin-1), so that a character's place is its byte's place; what is
not ASCII is decoded again, as UTF-8 or else Windows-1252, when a segment is handed out.
"""

from collections.abc import Iterator
from itertools import accumulate, chain, repeat

import msgspec

from cleanclaim.primitives import UnreadableFile
from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.sources import Source, Window, opened

CHUNK = 1 << 16
"""Bytes that are split at a time: memory stays flat at any file size."""

ISA_LENGTH = 106
"""Characters of a well-formed ISA segment, its terminator included."""

_BLANK = " \t\r\n\x00\x1a\x0b\x0c"
_UTF8_BOM = "\xef\xbb\xbf"
_PADDING = _BLANK + _UTF8_BOM
_ISA_ELEMENTS = 16
_HEAD = 4096
_LONGEST_ISA = 256
_FOREIGN = (
    (b"\xff\xfe", "a UTF-16 text"),
    (b"\xfe\xff", "a UTF-16 text"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF document"),
    (b"<", "an XML or HTML document"),
    (b"{", "a JSON document"),
)


class Chunk(msgspec.Struct, frozen=True, gc=False):
    """A run of whole segments of one interchange: ``text`` begins at byte ``offset``.

    ``first`` says that the chunk begins with the ISA; ``final`` that what it ends with may lack
    its terminator because the file, or the interchange, stops there.
    """

    delimiters: Delimiters
    offset: int
    text: str
    first: bool
    final: bool


class Piece(msgspec.Struct, frozen=True, gc=False):
    """One segment's raw text with what surrounds it; all pieces joined are the file again.

    ``before`` is padding that does not belong to the segment (line breaks, BOM, blanks);
    ``text`` may still contain line breaks of a wrapped file; ``terminated`` is false only for
    what the file ends with.
    """

    before: str
    text: str
    terminated: bool
    offset: int
    delimiters: Delimiters

    @property
    def raw(self) -> str:
        """The piece as it stands in the file, one character a byte."""
        return self.before + self.text + (self.delimiters.segment if self.terminated else "")


def chunks(source: Source, *, where: str = "") -> Iterator[Chunk]:
    """Yield a file in runs of whole segments, each with the delimiters of its interchange.

    The padding before the first ISA is part of the first chunk. Raises ``UnreadableFile`` when
    the file does not begin with an ISA segment.
    """
    with opened(source, where) as window:
        window.reach(_HEAD)
        isa = lead = _first_isa(window.data, where)
        while True:
            window.reach(isa + _LONGEST_ISA)
            delimiters = delimiters_at(window.data, isa, where=where, base=window.offset)
            terminator = delimiters.segment.encode("latin-1")
            first = True
            while True:
                cut = window.find(terminator, max(CHUNK, isa + ISA_LENGTH if first else 0) - 1)
                end = _after_line_break(window, cut + 1, terminator) if cut >= 0 else len(window.data)
                final = not window.reach(end + 1)
                text = window.data[:end].decode("latin-1")
                next_isa = _next_isa(text, delimiters.segment, lead + 3 if first else 0)
                if next_isa >= 0:
                    yield Chunk(delimiters, window.offset, text[:next_isa], first, True)
                    window.drop(next_isa)
                    isa = lead = 0
                    break
                yield Chunk(delimiters, window.offset, text, first, final)
                if final:
                    return
                window.drop(end)
                first, lead = False, 0


def pieces(source: Source, *, where: str = "") -> Iterator[Piece]:
    """Yield every segment with what surrounds it; joined again they are the file, byte for byte."""
    for chunk in chunks(source, where=where):
        offset = chunk.offset
        texts = chunk.text.split(chunk.delimiters.segment)
        last = texts.pop()
        for raw in texts:
            text = raw.lstrip(_PADDING)
            before = raw[: len(raw) - len(text)]
            yield Piece(before, text, True, offset + len(before), chunk.delimiters)
            offset += len(raw) + 1
        if last:
            text = last.lstrip(_PADDING)
            before = last[: len(last) - len(text)]
            yield Piece(before, text, False, offset + len(before), chunk.delimiters)


class Batch:
    """The cleaned segment texts of one chunk, padding and line breaks taken away.

    ``tail`` is the text that the interchange or the file ends with when it has no terminator, at
    byte ``tail_start``. ``repairs`` are what had to be tolerated, each kind once, with the byte
    and the index of the segment. ``isa_length`` is how many characters the ISA has that the
    batch begins with, line breaks within it apart, 0 when it begins with none.
    """

    __slots__ = (
        "_joint",
        "_offset",
        "_starts",
        "delimiters",
        "first",
        "isa_length",
        "repairs",
        "tail",
        "tail_start",
        "texts",
    )

    def __init__(self, chunk: Chunk, where: str) -> None:
        self.delimiters = chunk.delimiters
        self.first = chunk.first
        self._offset = chunk.offset
        self._starts: list[int] | None = None
        self.tail, self.tail_start = "", chunk.offset + len(chunk.text)
        self.repairs: tuple[tuple[str, int, int], ...] = ()
        uniform = _uniform(chunk.text, chunk.delimiters.segment)
        if uniform is not None:
            self.texts, self._joint = uniform
        else:
            self._joint = 0
            self.texts, self._starts, self.tail, self.tail_start, self.repairs = _cleaned(chunk)
        self.isa_length = self._length_of_isa(chunk) if chunk.first else 0
        if not chunk.text.isascii():
            self._decode(where)

    @property
    def starts(self) -> list[int]:
        """The byte offsets of the texts, worked out when first wanted."""
        if self._starts is None:
            lengths = map(self._joint.__add__, map(len, self.texts))
            self._starts = list(accumulate(lengths, initial=self._offset))
            self._starts.pop()
        return self._starts

    def _length_of_isa(self, chunk: Chunk) -> int:
        start = (self.starts[0] if self.texts else self.tail_start) - self._offset
        end = chunk.text.find(chunk.delimiters.segment, start) + 1
        # a file wrapped at 80 columns breaks its ISA too: that is a repair, not a wrong length
        return end - start - sum(chunk.text.count(mark, start, end - 1) for mark in "\r\n")

    def _decode(self, where: str) -> None:
        starts = self.starts
        self.texts = [
            text if text.isascii() else decode_text(text, start, where=where)
            for text, start in zip(self.texts, starts, strict=True)
        ]
        if not self.tail.isascii():
            self.tail = decode_text(self.tail, self.tail_start, where=where)


def batches(source: Source, *, where: str = "") -> Iterator[Batch]:
    """Yield a file's segment texts a chunk at a time; raises ``UnreadableFile`` as ``chunks`` does."""
    for chunk in chunks(source, where=where):
        yield Batch(chunk, where)


def with_next(found: Iterator[Batch]) -> Iterator[tuple[Batch, str]]:
    """Yield batches, each with the text of the segment that follows its last; empty at the end."""
    waiting: list[Batch] = []
    for batch in found:
        following = batch.texts[0] if batch.texts else batch.tail
        if following:
            yield from ((one, following) for one in waiting)
            waiting.clear()
        waiting.append(batch)
    yield from ((one, "") for one in waiting)


def read_rows(source: Source, *, where: str = "") -> Iterator[list[str]]:
    """Yield each segment as a list, its id and then its elements: the fastest way through a file.

    Envelopes are included and no structure is checked. Memory stays flat at any file size.
    Raises ``UnreadableFile`` for what is not X12 or is not text.
    """
    return chain.from_iterable(_rows_of(batch) for batch in batches(source, where=where))


def _rows_of(batch: Batch) -> Iterator[list[str]]:
    # one row at a time and no frame of Python for each: rows that live together cost the
    # collector of garbage more than the splitting
    texts = [*batch.texts, batch.tail] if batch.tail else batch.texts
    return map(str.split, texts, repeat(batch.delimiters.element))


def delimiters_at(data: bytes, start: int, *, where: str = "", base: int = 0) -> Delimiters:
    """Return the delimiters that the ISA at byte ``start`` declares.

    They are found by counting elements, so that an ISA whose fields are not padded to their
    width is read too. ``base`` is the byte of the file at which ``data`` begins. Raises
    ``UnreadableFile`` when the ISA is cut short or contradicts itself.
    """
    head = data[start : start + _LONGEST_ISA].decode("latin-1")
    element = head[3:4]
    place = 3
    for _ in range(_ISA_ELEMENTS - 1):
        place = head.find(element, place + 1)
        if place < 0:
            raise UnreadableFile(
                "the ISA segment is cut short or has fewer than 16 elements.",
                where=_place(where, base + start),
                fix="Ask for the file again.",
            )
    component, terminator = head[place + 1 : place + 2], head[place + 2 : place + 3]
    if not terminator:
        raise UnreadableFile(
            "the file ends inside its ISA segment.",
            where=_place(where, base + start),
            fix="Ask for the file again.",
        )
    fields = head[: place + 1].split(element)
    repetition = fields[11] if len(fields[11]) == 1 and not fields[11].isalnum() else ""
    marks = [mark for mark in (element, component, terminator, repetition) if mark]
    if len(set(marks)) != len(marks) or any(mark.isalnum() or mark == " " for mark in marks):
        raise UnreadableFile(
            "the ISA segment declares delimiters that cannot be told apart or are letters, digits or blanks.",
            where=_place(where, base + start),
            fix="The sender must correct the ISA segment.",
        )
    return Delimiters(element, component, terminator, repetition)


def decode_text(text: str, offset: int, *, where: str = "") -> str:
    """Return a segment read one character a byte as the text it is: UTF-8, else Windows-1252.

    Raises ``UnreadableFile`` naming the byte that is neither.
    """
    raw = text.encode("latin-1")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"byte 0x{raw[error.start]:02x} is neither UTF-8 nor Windows-1252 text.",
                where=_place(where, offset + error.start),
                fix="Ask the sender for a file in plain ASCII, as X12 wants.",
            ) from None


def _uniform(text: str, terminator: str) -> tuple[list[str], int] | None:
    """Split a text of which every segment ends alike and nothing needs cleaning; else nothing.

    Returns the segment texts and how many characters stand between two of them.
    """
    if not text or text[0] in _PADDING:
        return None
    if terminator in "\r\n":
        if not text.endswith(terminator) or "\n\n" in text or "\r" in text.replace(terminator, ""):
            return None
        joint = terminator
    else:
        joint = next((terminator + end for end in ("\n", "\r\n", "") if text.endswith(terminator + end)), "")
        if not joint or joint + " " in text:
            return None
    texts = text.split(joint)
    texts.pop()
    if len(joint) > 1 or terminator not in "\r\n":
        breaks = text.count("\n")
        if breaks != (len(texts) if len(joint) > 1 else 0):
            return None
        if len(joint) > 1 and text.count(terminator) != len(texts):
            return None
        if len(joint) == 3:
            if text.count("\r") != breaks:
                return None
        elif "\r" in text:
            return None
    return texts, len(joint)


def _cleaned(chunk: Chunk) -> tuple[list[str], list[int], str, int, tuple[tuple[str, int, int], ...]]:
    """Split a text of which something needs cleaning: texts, starts, tail, its start, repairs."""
    terminator = chunk.delimiters.segment
    texts: list[str] = []
    starts: list[int] = []
    repairs: dict[str, tuple[str, int, int]] = {}
    offset = chunk.offset
    raws = chunk.text.split(terminator)
    last = raws.pop()
    for raw in raws:
        cleaned = raw.lstrip(_PADDING)
        start = offset + len(raw) - len(cleaned)
        if cleaned:
            for kind in _repairs_of(raw, cleaned):
                repairs.setdefault(kind, (kind, start, len(texts)))
            starts.append(start)
            texts.append(_unwrapped(cleaned))
        else:
            repairs.setdefault("empty-segment", ("empty-segment", start, len(texts)))
        offset += len(raw) + 1
    tail = last.lstrip(_PADDING)
    tail_start = offset + len(last) - len(tail)
    return texts, starts, _unwrapped(tail).rstrip(_PADDING), tail_start, tuple(repairs.values())


def _repairs_of(raw: str, cleaned: str) -> Iterator[str]:
    before = raw[: len(raw) - len(cleaned)]
    if _UTF8_BOM in before:
        yield "byte-order-mark"
    if before.replace("\r\n", "\n").count("\n") > 1:
        yield "blank-line"
    if before.endswith((" ", "\t")):
        yield "leading-blanks"
    if "\n" in cleaned or "\r" in cleaned:
        yield "wrapped-segment"


def _unwrapped(text: str) -> str:
    if "\n" in text or "\r" in text:
        return text.replace("\r", "").replace("\n", "")
    return text


def _first_isa(data: bytes, where: str) -> int:
    head = data[:_HEAD].decode("latin-1")
    stripped = head.lstrip(_PADDING)
    start = len(head) - len(stripped)
    if _is_isa(head, start):
        return start
    if not stripped:
        raise UnreadableFile("the file is empty.", where=where, fix="Ask for the file again.")
    kind = next((name for mark, name in _FOREIGN if data.startswith(mark)), "")
    looks = f"it looks like {kind}" if kind else "it does not begin with an ISA segment"
    raise UnreadableFile(
        f"this is not an X12 file: {looks}.", where=where, fix="Hand in the EDI file as it was received."
    )


def _is_isa(text: str, at: int) -> bool:
    mark = text[at + 3 : at + 4]
    return text.startswith("ISA", at) and mark != "" and not mark.isalnum() and mark not in _BLANK


def _next_isa(text: str, terminator: str, after: int) -> int:
    """Return where another interchange begins in ``text``, -1 when none does.

    A name or note that contains "ISA" is none: an ISA follows a terminator.
    """
    at = text.find("ISA", after)
    while at >= 0:
        if _is_isa(text, at):
            head = text[max(0, at - 64) : at]
            before = head.rstrip(_PADDING)
            if before.endswith(terminator) or (terminator in "\r\n" and terminator in head[len(before) :]):
                return at
            if not before and at < 64:
                return at if after == 0 else -1
        at = text.find("ISA", at + 3)
    return -1


def _after_line_break(window: Window, at: int, terminator: bytes) -> int:
    """Return where the line break after a terminator ends.

    What is more than one line break is left to the next chunk, which tells of it.
    """
    start = at
    while window.reach(at + 1):
        mark = window.data[at : at + 1]
        if mark not in (b"\r", b"\n") or mark == terminator:
            break
        at += 1
    usual = window.data[start:at] in (b"", b"\n", b"\r\n") and window.data[at : at + 1] not in (b" ", b"\t")
    return at if usual or terminator in b"\r\n" else start


def _place(where: str, offset: int) -> str:
    return f"{where}, byte {offset}" if where else f"byte {offset}"
