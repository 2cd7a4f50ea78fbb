"""One claim of an 837 file, for people: every element with its name."""

import msgspec

from cleanclaim.x12.locate import Locator
from cleanclaim.x12.outline import named_elements
from cleanclaim.x12.transactions import read_segments


class OutlineRow(msgspec.Struct, frozen=True):
    """A loop, a segment or an element: how deep it stands, its id, what it is, and its value."""

    depth: int
    kind: str
    id: str
    what: str
    value: str = ""


class Outline(msgspec.Struct, frozen=True):
    """A claim's rows, and its segments as they were sent, one a line."""

    rows: tuple[OutlineRow, ...]
    raw: str


def outline_of(content: bytes, patient_control_number: str) -> Outline:
    """Return the part of an 837 that is one claim: from its CLM to what follows it.

    Other patients' claims in the same file are left out.
    """
    rows: list[OutlineRow] = []
    raw: list[str] = []
    locator, inside = Locator(), False
    for segment in read_segments(content):
        located = locator.locate(segment)
        if segment.id == "CLM":
            inside = segment.get(1) == patient_control_number
        elif segment.id in ("HL", "SE"):
            inside = False
        if not inside:
            continue
        depth = len(located.path)
        if located.opens:
            loop = located.path[-1]
            rows.append(OutlineRow(depth - 1, "loop", loop.id, loop.label))
        rows.append(OutlineRow(depth, "segment", segment.id, located.use.label if located.use else ""))
        rows += [
            OutlineRow(depth + 1, "element", name, what, value)
            for name, what, value in named_elements(located)
        ]
        raw.append("*".join((segment.id, *segment.elements)) + "~")
    return Outline(tuple(rows), "\n".join(raw))
