"""A stored document with the text that was read from it, and the way back from the text to the original."""

from bisect import bisect_right
from typing import Literal

import msgspec

Kind = Literal["text", "rtf", "html", "pdf", "ccda", "fhir"]
Unit = Literal["byte", "character"]


class Part(msgspec.Struct, frozen=True):
    """A piece of the original in which offsets are counted from 0.

    ``name`` says where it is: empty for the whole file, ``page 3`` of a PDF, a JSON pointer into FHIR,
    ``nonXMLBody`` of a C-CDA; several steps are joined by a blank. ``unit`` is byte (of the file, or of
    the content decoded from base64), or character where bytes say nothing: of the text of a PDF's page.
    """

    name: str
    unit: Unit


class Run(msgspec.Struct, frozen=True):
    """A stretch of the text that comes from one stretch of the original.

    Text ``start``..``end``, original ``at``..``until`` of ``parts[part]``. With ``each`` above 0 every
    character has that many units; with 0 the stretch corresponds as a whole (``&amp;``), or to nothing
    (``at == until``: a line break that we put in).
    """

    start: int
    end: int
    part: int
    at: int
    until: int
    each: int


class Origin(msgspec.Struct, frozen=True):
    """Where words stand in the original: the part, the unit, and the offsets in it."""

    part: str
    unit: Unit
    start: int
    end: int


class SourceDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it was handed in: what it is, the text read from it, and the map back.

    ``name`` tells several documents of one file apart (a FHIR resource), else it is empty. ``notices``
    are sentences on what was not read. Of plain text the text itself is the original: it has no runs.
    """

    kind: Kind
    text: str
    parts: tuple[Part, ...] = ()
    runs: tuple[Run, ...] = ()
    name: str = ""
    notices: tuple[str, ...] = ()

    def origins(self, start: int, end: int) -> tuple[Origin, ...]:
        """Return where ``text[start:end]`` stands in the original, one place for each part it touches.

        What we put in ourselves (line breaks between paragraphs) stands nowhere. Plain text gives nothing:
        there ``start`` and ``end`` are the places.
        """
        found: dict[int, tuple[int, int]] = {}
        number = max(bisect_right(self.runs, start, key=lambda run: run.start) - 1, 0)
        for run in self.runs[number:]:
            if run.start >= end:
                break
            if run.end <= start or run.at == run.until:
                continue
            first, last = run.at, run.until
            if run.each:
                first = run.at + (max(start, run.start) - run.start) * run.each
                last = run.at + (min(end, run.end) - run.start) * run.each
            known = found.get(run.part, (first, last))
            found[run.part] = (min(known[0], first), max(known[1], last))
        return tuple(
            Origin(self.parts[part].name, self.parts[part].unit, first, last)
            for part, (first, last) in found.items()
        )
