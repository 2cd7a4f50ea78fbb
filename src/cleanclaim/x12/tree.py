"""A file as JSON lines, one segment a line, and back: byte for byte the same file.

A line is ``{"segment", "elements", "loop"}``; elements are text, a list for a composite's
components, ``{"repeats": [...]}`` for repetitions. ``before`` is padding that stands before the
segment, ``"terminated": false`` marks a last segment without terminator, ``encoding`` a segment
that is not UTF-8, and an ISA's line carries the ``delimiters`` for what follows.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from cleanclaim.primitives import DecodeError
from cleanclaim.x12.locate import Locator
from cleanclaim.x12.segments import Delimiters, Segment
from cleanclaim.x12.sources import Source
from cleanclaim.x12.tokens import Piece, pieces


class Repeats(msgspec.Struct, frozen=True):
    """The repetitions of one element."""

    repeats: tuple[str | tuple[str, ...], ...]


class TreeLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the JSON form."""

    segment: str
    elements: tuple[str | tuple[str, ...] | Repeats, ...] = ()
    loop: str = ""
    before: str = ""
    terminated: bool = True
    encoding: str = ""
    delimiters: Delimiters | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(TreeLine)


def to_json_lines(source: Source, *, where: str = "") -> Iterator[bytes]:
    """Yield a file's segments as JSON lines (without line ends), in flat memory."""
    locator = Locator()
    for piece in pieces(source, where=where):
        yield _encoder.encode(_line(piece, locator))


def from_json_lines(lines: Iterable[bytes], *, where: str = "") -> Iterator[bytes]:
    """Yield the bytes that JSON lines describe; raises ``DecodeError`` naming the line."""
    marks = Delimiters()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        place = f"{where}, line {number}" if where else f"line {number}"
        try:
            tree = _decoder.decode(line)
            marks = tree.delimiters or marks
            yield _bytes(tree, marks)
        except (msgspec.DecodeError, UnicodeDecodeError, UnicodeEncodeError) as error:
            raise DecodeError(
                f"this is not a segment: {error}.", where=place, fix="Write lines as x12 json does."
            ) from None


def _line(piece: Piece, locator: Locator) -> TreeLine:
    marks = piece.delimiters
    text, encoding = _decoded(piece.text)
    name, *rest = text.split(marks.element)
    cleaned = text.replace("\r", "").replace("\n", "").split(marks.element)
    loop = locator.locate(Segment(cleaned[0], tuple(cleaned[1:]), delimiters=marks)).loop_path
    is_isa = name == "ISA"
    return TreeLine(
        segment=name,
        elements=tuple(rest) if is_isa else tuple(_element(element, marks) for element in rest),
        loop=loop,
        before=piece.before,
        terminated=piece.terminated,
        encoding=encoding,
        delimiters=marks if is_isa else None,
    )


def _element(value: str, marks: Delimiters) -> str | tuple[str, ...] | Repeats:
    if marks.repetition and marks.repetition in value:
        return Repeats(tuple(_composite(one, marks) for one in value.split(marks.repetition)))
    return _composite(value, marks)


def _composite(value: str, marks: Delimiters) -> str | tuple[str, ...]:
    return tuple(value.split(marks.component)) if marks.component in value else value


def _bytes(tree: TreeLine, marks: Delimiters) -> bytes:
    elements = [_joined(element, marks) for element in tree.elements]
    text = marks.element.join((tree.segment, *elements))
    end = marks.segment if tree.terminated else ""
    return tree.before.encode("latin-1") + text.encode(tree.encoding or "utf-8") + end.encode("latin-1")


def _joined(element: Any, marks: Delimiters) -> str:
    if isinstance(element, Repeats):
        return marks.repetition.join(_joined(one, marks) for one in element.repeats)
    return element if isinstance(element, str) else marks.component.join(element)


def _decoded(text: str) -> tuple[str, str]:
    if text.isascii():
        return text, ""
    try:
        return text.encode("latin-1").decode("utf-8"), ""
    except UnicodeDecodeError:
        return text, "latin-1"
