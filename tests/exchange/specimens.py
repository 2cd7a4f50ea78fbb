"""Files in which a guide's every loop, segment and element stands, made from the guide itself."""

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.x12 import Row, composite, write_interchange
from cleanclaim.x12.guides import Element, Guide, Loop, SegmentUse, Usage, guide_for
from tests.x12.samples import envelope

_VERSIONS = {"837P": "005010X222A1", "837I": "005010X223A2", "837D": "005010X224A2"}
_LEVELS = {"2000A": ("1", "", "20", "1"), "2000B": ("2", "1", "22", "0"), "2000C": ("3", "2", "23", "0")}
_BY_FORMAT = {"D8": "20251102", "RD8": "20251101-20251103", "TM": "1130", "DT": "202511010915"}
_BY_TYPE = {"R": "5", "N0": "2", "DT": "20251102", "TM": "1130"}


def guide_of(name: str) -> Guide:
    """The guide of a kind of claim."""
    guide = guide_for(_VERSIONS[name], "837")
    assert guide is not None
    return guide


class Choice(NamedTuple):
    """Which file: all elements or only those required, whose claim, which of the codes allowed."""

    every_element: bool
    of_dependent: bool
    code: int = 0


def whole_file(guide: Guide, choice: Choice) -> bytes:
    """A file with each loop and segment once, its claim under the subscriber or under a patient."""
    rows = [row for row in _loop(guide.root, choice) if row[0] not in ("ST", "SE") and any(row[1:])]
    return write_interchange(envelope(version=guide.version), [("837", rows)], line_break="\n")


def _loop(loop: Loop, choice: Choice) -> Iterator[Row]:
    level = ""
    for child in loop.children:
        if isinstance(child, SegmentUse):
            level = child.id if child.id == "HL" else level
            if child.id == "HL":
                number, parent, code, children = _LEVELS[loop.id]
                flag = "1" if loop.id == "2000B" and choice.of_dependent else children
                yield ("HL", number, parent, code, flag)
            else:
                yield _segment(child, choice, loop.id)
        elif not _is_elsewhere(child, loop, choice):
            yield from _loop(child, choice)


def _is_elsewhere(child: Loop, loop: Loop, choice: Choice) -> bool:
    """Whether a loop is the subscriber's where the claim is a dependent's, or the other way round."""
    if choice.of_dependent:
        return child.id == "2300" and loop.id == "2000B"
    return child.id == "2000C"


def _segment(use: SegmentUse, choice: Choice, loop: str) -> Row:
    values: list[str] = []
    for element in use.elements:
        wanted = element.usage is Usage.REQUIRED or (
            choice.every_element and element.usage is not Usage.NOT_USED
        )
        values.append(_value(element, values, choice) if wanted else "")
    row = (use.id, *values)
    if use.id == "LX":
        return ("LX", "1")
    if use.id == "DN2":
        return (*row[:3], "", "", "", "JP")  # situational in our guide, always written
    if use.id == "SBR":
        turn, relation = ("P", "" if choice.of_dependent else "18") if loop == "2000B" else ("S", "18")
        return (*row[:1], turn, relation, *row[3:])
    return row


def _value(element: Element, before: list[str], choice: Choice) -> str:
    if element.components:
        parts: list[str] = []
        for part in element.components:
            wanted = part.usage is Usage.REQUIRED or (
                choice.every_element and part.usage is not Usage.NOT_USED
            )
            parts.append(_value(part, parts, choice) if wanted else "")
        return composite(*parts)
    if element.codes:
        codes = sorted(element.codes)
        return codes[choice.code % len(codes)]
    if element.format_by:
        return _BY_FORMAT[before[element.format_by - 1]]
    text = _BY_TYPE.get(element.type, "A1")
    return text.ljust(element.min_length, "1")[: element.max_length]
