"""Putting the text of a document together while remembering where each piece comes from."""

from collections.abc import Sequence
from itertools import accumulate

import msgspec

from cleanclaim.coding.documents.values import Kind, Part, Run, SourceDocument, Unit
from cleanclaim.primitives import UnreadableFile

MOST_CHARACTERS = 5_000_000
"""The longest text that is read from a document: more is no note."""


class TextBuilder:
    """Collects text and its runs. White space between words is single, as a reader sees it."""

    def __init__(self, part: str = "", unit: Unit = "byte") -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._tail = ""
        self._parts = [Part(part, unit)]
        self._runs: list[Run] = []

    def begin_part(self, name: str, unit: Unit) -> None:
        """Let offsets count in another piece of the original from here on."""
        if self._length == 0 and not self._runs:
            self._parts = []
        self._parts.append(Part(name, unit))

    def add(self, text: str, at: int, until: int, each: int = 0) -> None:
        """Add text that stands at ``at``..``until``; ``each``: units of a character, when all are alike."""
        if not text:
            return
        start, part = self._length, len(self._parts) - 1
        self._write(text)
        last = self._runs[-1] if self._runs else None
        joins = last is not None and last.part == part and last.each == each > 0
        if last is not None and joins and (last.end, last.until) == (start, at):
            self._runs[-1] = msgspec.structs.replace(last, end=self._length, until=until)
        else:
            self._runs.append(Run(start, self._length, part, at, until, each))

    def put_in(self, text: str) -> None:
        """Add text that does not stand in the original."""
        self.add(text, 0, 0)

    def line(self) -> None:
        """End the line, unless it has just begun."""
        if self._tail and not self._tail.endswith("\n"):
            self.put_in("\n")

    def paragraph(self) -> None:
        """End the paragraph with an empty line, unless one has just begun."""
        self.line()
        if self._tail and not self._tail.endswith("\n\n"):
            self.put_in("\n")

    @property
    def at_line_start(self) -> bool:
        """Whether nothing stands on the line yet."""
        return not self._tail or self._tail[-1] == "\n"

    @property
    def ends_blank(self) -> bool:
        """Whether the text ends with white space, or has not begun."""
        return not self._tail or self._tail[-1].isspace()

    def _write(self, text: str) -> None:
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise UnreadableFile(
                f"the document holds more than {MOST_CHARACTERS:,} characters of text.",
                fix="Hand in the notes one by one.",
            )
        self._pieces.append(text)
        self._tail = (self._tail + text)[-2:]

    def document(self, kind: Kind, *, name: str = "", notices: Sequence[str] = ()) -> SourceDocument:
        """Return what was collected."""
        return SourceDocument(
            kind=kind,
            text="".join(self._pieces),
            parts=tuple(self._parts),
            runs=tuple(self._runs),
            name=name,
            notices=tuple(notices),
        )


def byte_offsets(text: str, encoding: str, first: int = 0) -> Sequence[int]:
    """Return for each character of a decoded text, and for its end, the byte where it begins."""
    if text.isascii() and not encoding.startswith("utf-16"):
        return range(first, first + len(text) + 1)
    return list(accumulate((len(letter.encode(encoding, "surrogatepass")) for letter in text), initial=first))
