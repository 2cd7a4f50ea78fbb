"""The notation in which guides are written: text into values, mistakes named by their line."""

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec

from cleanclaim.x12.guides.model import Element, Guide, Loop, SegmentUse, SyntaxNote, Usage


class GuideMistake(Exception):
    """A guide file that does not follow the notation: our mistake, never the user's."""


class Line(msgspec.Struct, frozen=True):
    """One line of a guide: its number, depth of indentation and text."""

    number: int
    depth: int
    text: str


_ELEMENT_LINE = re.compile(
    r"(\d+)(?:-(\d+))?(?:\.(\d+))? (AN|ID|DT|TM|R|N0|N2) (\d+)/(\d+)(?: x(\d+))?(?: by (\d+))? (.+)"
)
_SEGMENT_LINE = re.compile(r"segment (\S+)(?: key (\S+))?(?: notes ([^:]+?))? : (.+)")
_USE_LINE = re.compile(r"([A-Z][A-Z0-9]{1,2}) ([RSN]) (\d+|\*) ([^:]+?)(?: : (.+))?")
_LOOP_LINE = re.compile(r"loop (\S+) ([RSN]) (\d+|\*) (.+)")
_SPEC = re.compile(r"(\d+)(?:-(\d+))?([RS])(?:@(\w+))?(?:=(#?[^\s()]+))?(?:\(([^)]*)\))?(?:~(\d+))?(?:\s+|$)")
_RANGE = re.compile(r"([A-Z]?)(\d+)-\1(\d+)")


def read_segments(text: str) -> dict[str, SegmentUse]:
    """Return the segment dictionary: every element of each segment, situational, without codes."""
    segments: dict[str, SegmentUse] = {}
    open_line: re.Match[str] | None = None
    elements: dict[int, Element] = {}
    components: dict[int, list[Element]] = {}

    def close() -> None:
        if open_line is None:
            return
        whole = tuple(
            msgspec.structs.replace(element, components=tuple(components.get(number, ())))
            for number, element in sorted(elements.items())
        )
        if [element.number for element in whole] != list(range(1, len(whole) + 1)):
            raise GuideMistake(f"segment {open_line[1]}: the element numbers have a gap.")
        key = tuple(_place(place) for place in open_line[2].split(",")) if open_line[2] else ()
        notes = tuple(_note(note) for note in (open_line[3] or "").split())
        segments[open_line[1]] = SegmentUse(
            open_line[1], open_line[4], Usage.SITUATIONAL, 0, whole, notes, key
        )

    for line in _lines(text):
        if header := _SEGMENT_LINE.fullmatch(line.text):
            close()
            open_line, elements, components = header, {}, {}
        elif found := _ELEMENT_LINE.fullmatch(line.text):
            first, last = int(found[1]), int(found[2] or found[1])
            for number in range(first, last + 1):
                element = Element(
                    number=int(found[3] or number),
                    label=found[9],
                    format_by=int(found[8] or 0),
                    type=found[4],
                    min_length=int(found[5]),
                    max_length=int(found[6]),
                    repeats=int(found[7] or 1),
                )
                if found[3]:
                    components.setdefault(number, []).append(element)
                else:
                    elements[number] = element
        else:
            raise GuideMistake(f"line {line.number}: {line.text!r} is neither a segment nor an element.")
    close()
    return segments


def read_guide(
    text: str, segments: Mapping[str, SegmentUse], shared: Callable[[str], str] | None = None
) -> Guide:
    """Return the guide that a text describes; raises ``GuideMistake`` naming the line.

    ``shared`` gives the text of a file that an ``include`` line names: definitions that several
    guides use.
    """
    return _GuideReader(text, segments, shared).read()


class _GuideReader:
    def __init__(
        self, text: str, segments: Mapping[str, SegmentUse], shared: Callable[[str], str] | None
    ) -> None:
        self.lines: list[Line] = []
        for line in _lines(text):
            if line.depth == 0 and line.text.startswith("include "):
                if shared is None:
                    raise GuideMistake(f"line {line.number}: there are no shared files here.")
                self.lines.extend(_lines(shared(line.text.removeprefix("include "))))
                self.lines.append(Line(line.number, 0, "end"))  # of the last definition there
            else:
                self.lines.append(line)
        self.segments = segments
        self.facts: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.elements: dict[str, str] = {}
        self.blocks: dict[str, list[Line]] = {}

    def read(self) -> Guide:
        body: list[Line] = []
        block = body
        for line in self.lines:
            word, _, rest = line.text.partition(" ")
            if line.depth == 0 and word == "define":
                block = self.blocks.setdefault(rest, [])
            elif line.depth == 0 and word == "end":
                block = body
            elif line.depth == 0 and word in (
                "guide",
                "also",
                "title",
                "transaction",
                "form",
                "set",
                "group",
            ):
                self.facts[word] = rest
            elif line.depth == 0 and word in ("codes", "elements"):
                name, _, value = rest.partition(" ")
                (self.codes if word == "codes" else self.elements)[name] = value
            else:
                block.append(line)
        roots = self._children(body, 0)
        if len(roots) != 1 or not isinstance(roots[0], Loop):
            raise GuideMistake("a guide has exactly one outermost loop.")
        return Guide(
            version=self.facts["guide"],
            title=self.facts["title"],
            transaction=self.facts["transaction"],
            set_id=self.facts["set"],
            functional_id=self.facts["group"],
            aliases=frozenset(self.facts.get("also", "").split()),
            root=roots[0],
            form=self.facts.get("form", ""),
        )

    def _children(self, lines: list[Line], depth: int) -> tuple[SegmentUse | Loop, ...]:
        found: list[SegmentUse | Loop] = []
        index = 0
        while index < len(lines):
            line = lines[index]
            if line.depth != depth:
                raise GuideMistake(f"line {line.number}: indented wrongly.")
            index += 1
            inner: list[Line] = []
            while index < len(lines) and lines[index].depth > depth:
                inner.append(lines[index])
                index += 1
            if line.text.startswith("use "):
                name = line.text.removeprefix("use ")
                if name not in self.blocks:
                    raise GuideMistake(f"line {line.number}: there is no block {name!r}.")
                found.extend(self._children(self.blocks[name], 0))
            elif loop := _LOOP_LINE.fullmatch(line.text):
                children = self._children(inner, depth + 1)
                if not children or not isinstance(children[0], SegmentUse):
                    raise GuideMistake(f"line {line.number}: a loop begins with a segment.")
                found.append(Loop(loop[1], loop[4], Usage(loop[2]), _times(loop[3]), children))
            elif use := _USE_LINE.fullmatch(line.text):
                found.append(self._segment(line, use))
            else:
                raise GuideMistake(f"line {line.number}: {line.text!r} cannot be read.")
        return tuple(found)

    def _segment(self, line: Line, use: re.Match[str]) -> SegmentUse:
        base = self.segments.get(use[1])
        if base is None:
            raise GuideMistake(f"line {line.number}: {use[1]} is not in the segment dictionary.")
        spec = use[5] or self.elements.get(use[1])
        if spec is None:
            raise GuideMistake(f"line {line.number}: {use[1]} names no elements.")
        elements = self._elements(line, spec, base.elements)
        return SegmentUse(use[1], use[4], Usage(use[2]), _times(use[3]), elements, base.notes, base.key)

    def _elements(self, line: Line, spec: str, base: tuple[Element, ...]) -> tuple[Element, ...]:
        used: dict[int, Element] = {}
        at = 0
        while at < len(spec):
            found = _SPEC.match(spec, at)
            if found is None:
                raise GuideMistake(f"line {line.number}: {spec[at:]!r} cannot be read.")
            at = found.end()
            for number in range(int(found[1]), int(found[2] or found[1]) + 1):
                if not 0 < number <= len(base):
                    raise GuideMistake(f"line {line.number}: there is no element {number}.")
                element = base[number - 1]
                components = element.components
                if found[6] is not None:
                    components = self._elements(line, found[6].replace("  ", " "), components)
                elif components:
                    raise GuideMistake(f"line {line.number}: element {number} is a composite.")
                used[number] = msgspec.structs.replace(
                    element,
                    usage=Usage(found[3]),
                    code_list=found[4] or "",
                    codes=self._codes(line, found[5]),
                    components=components,
                    advised=int(found[7] or 0),
                )
        return tuple(
            used.get(element.number, msgspec.structs.replace(element, usage=Usage.NOT_USED))
            for element in base
        )

    def _codes(self, line: Line, text: str | None) -> frozenset[str]:
        if not text:
            return frozenset()
        if text.startswith("#"):
            if text[1:] not in self.codes:
                raise GuideMistake(f"line {line.number}: there are no codes {text!r}.")
            text = self.codes[text[1:]]
        codes: set[str] = set()
        for part in text.split(","):
            if span := _RANGE.fullmatch(part):
                letter, first, last = span.groups()
                width = len(first) if first.startswith("0") else 0
                codes.update(letter + str(code).zfill(width) for code in range(int(first), int(last) + 1))
            else:
                codes.add(part.replace("_", " "))
        return frozenset(codes)


def _lines(text: str) -> Iterator[Line]:
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip()
        if stripped and not stripped.startswith("#"):
            yield Line(number, (len(raw) - len(raw.lstrip())) // 2, stripped)


def _place(text: str) -> tuple[int, int]:
    element, _, component = text.partition(".")
    return int(element), int(component or 0)


def _note(text: str) -> SyntaxNote:
    return SyntaxNote(text[0], tuple(int(text[at : at + 2]) for at in range(1, len(text), 2)))


def _times(text: str) -> int:
    return 0 if text == "*" else int(text)
