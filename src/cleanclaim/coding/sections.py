"""The sections of a US visit note, from their headings."""

import re
from bisect import bisect_right
from functools import cache
from importlib import resources

import msgspec

from cleanclaim.coding.sentences import Line

ASSESSMENT_KINDS = frozenset({"assessment", "plan", "diagnoses"})
"""The sections in which the provider says what was found and decided."""

_LABELS_IN_ASSESSMENT = frozenset(
    {"results", "medications", "procedure", "hpi", "exam", "vitals", "chief_complaint", "pmh", "social"}
)
_DECORATION = " \t*_#=:-–—.[]<>"
_SPACES = re.compile(r"\s+")
_LONGEST_HEADING = 60


class Section(msgspec.Struct, frozen=True):
    """A part of the note. ``kind`` is a value of ``data/headings.tsv``, or ``unnamed`` before the first."""

    kind: str
    heading: str
    start: int
    end: int


class Sections:
    """The sections of one note in order, found by offset."""

    def __init__(self, sections: list[Section], heading_ends: dict[int, int]) -> None:
        """Keep the sections, and for the start of each heading where what follows it begins."""
        self.all = sections
        self.heading_ends = heading_ends
        self._starts = [section.start for section in sections]

    def at(self, offset: int) -> Section:
        """Return the section in which an offset lies."""
        return self.all[max(bisect_right(self._starts, offset) - 1, 0)]

    def have(self, kinds: frozenset[str]) -> bool:
        """Return whether the note has a section of one of the kinds."""
        return any(section.kind in kinds for section in self.all)


def sections_of(text: str, lines: list[Line]) -> Sections:
    """Return the sections of a note; one ``unnamed`` section when no heading is recognised.

    A heading is a line of its own (any case, colon or not), or the beginning of a line up to a
    colon. Whole-line headings in lower case need the colon.
    """
    found: list[Section] = [Section("unnamed", "", 0, len(text))]
    heading_ends: dict[int, int] = {}
    for line in lines:
        if line.blank:
            continue
        content = text[line.start : line.end]
        before_colon, colon, after = content.partition(":")
        kind = None
        body = line.end
        if len(content) <= _LONGEST_HEADING and not (after.strip(_DECORATION)):
            name = _name(content)
            candidate = headings().get(name)
            listed = line.bullet and "#" not in text[max(line.start - 4, 0) : line.start]
            if candidate and (colon or (not listed and len(name) > 1 and not content.islower())):
                kind = candidate
        if kind is None and colon and len(before_colon) <= _LONGEST_HEADING and not line.bullet:
            kind = headings().get(_name(before_colon))
            body = line.start + len(before_colon) + 1
        if kind is None or _is_label(kind, content[: body - line.start], found[-1]):
            continue
        found[-1] = msgspec.structs.replace(found[-1], end=line.start)
        found.append(Section(kind, content[: body - line.start].strip(), line.start, len(text)))
        heading_ends[line.start] = body
    return Sections(found, heading_ends)


def _is_label(kind: str, heading: str, inside: Section) -> bool:
    """Return whether a heading is only a label within the assessment ("Imaging: ..." of a problem).

    There such a label opens a section only when it is written as large as the heading above it.
    """
    if inside.kind not in ASSESSMENT_KINDS or kind not in _LABELS_IN_ASSESSMENT:
        return False
    return not heading.isupper()


def _name(text: str) -> str:
    return _SPACES.sub(" ", text.strip(_DECORATION)).lower().replace(" & ", " and ").replace("/", " and ")


@cache
def headings() -> dict[str, str]:
    """Return heading (lower case, "and" for "&" and "/") to kind, from ``data/headings.tsv``."""
    text = resources.files("cleanclaim.coding").joinpath("data/headings.tsv").read_text("utf-8")
    table: dict[str, str] = {}
    for row in text.splitlines():
        if row and not row.startswith("#"):
            kind, _, names = row.partition("\t")
            for name in names.split("|"):
                table[name.strip()] = kind
    return table
