"""Modifiers that the course of an operation asks for: 58, 78, 79, 53; said in the note.

Never guessed.
"""

import re

import msgspec

from cleanclaim.coding.procedures.values import Performed
from cleanclaim.coding.reading import Reading

_CUES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "58",
        re.compile(
            r"\b(?:staged procedure|second stage|planned (?:return|second) (?:to the operating room|"
            r"procedure|stage)|staged (?:return|excision|debridement|reconstruction))\b"
        ),
        "staged or planned within the postoperative period",
    ),
    (
        "78",
        re.compile(
            r"\b(?:return(?:ed|s)? to (?:the )?(?:operating room|or)\b[^.\n]{0,80}(?:bleed\w*|hematoma|"
            r"hemorrhage|dehiscence|infection|complication|leak)|(?:postoperative|post-op) (?:bleeding|"
            r"hematoma|hemorrhage|complication|dehiscence)[^.\n]{0,60}(?:operating room|\bor\b))"
        ),
        "unplanned return to the operating room for a complication",
    ),
    (
        "79",
        re.compile(
            r"\bunrelated (?:to (?:the|his|her) (?:prior|previous|recent|initial) (?:surgery|operation|"
            r"procedure)|procedure)\b"
        ),
        "unrelated operation within the postoperative period",
    ),
    (
        "53",
        re.compile(
            r"\b(?:procedure|operation|case|injection|attempt) (?:was |had to be )?(?:aborted|discontinued|"
            r"terminated|stopped|not completed)"
        ),
        "stopped for the patient's safety",
    ),
)


def with_course(found: list[Performed], reading: Reading) -> list[Performed]:
    """Return operations with the modifier that the course of the operation asks for."""
    if reading.context.setting != "operative" and not reading.has(
        "postoperative",
        "staged",
        "global",
        "aborted",
        "discontinued",
        "terminated",
        "stopped",
        "not completed",
    ):
        return found
    marks = [(name, reason) for name, pattern, reason in _CUES if pattern.search(reading.lower)][:1]
    if not marks:
        return found
    changed = []
    for one in found:
        if one.kind in ("minor", "major") and not any(name == marks[0][0] for name, _ in one.modifiers):
            one = msgspec.structs.replace(one, modifiers=(*marks, *one.modifiers))
        changed.append(one)
    return changed
