"""The principal diagnosis: established after study as chiefly responsible for the admission.

Sources: Uniform Hospital Discharge Data Set; Official Guidelines section II (II.A symptoms give way to
the definitive diagnosis; II.C two that meet the definition equally: either may be first).
"""

import re

import msgspec

from cleanclaim.coding.classes import is_symptom
from cleanclaim.coding.note import Note
from cleanclaim.coding.values import Suggestion

_LABEL = re.compile(
    r"^[ \t*_#]*principal (?:discharge )?diagnosis[ \t*_]*:?|"
    r"^[ \t*_#]*primary (?:discharge )?diagnosis[ \t*_]*:",
    re.IGNORECASE | re.MULTILINE,
)
_REACH = 400  # characters after the label in which its diagnosis stands


class Principal(msgspec.Struct, frozen=True):
    """The place of the principal diagnosis among the selected ones, and why."""

    place: int
    reason: str


def principal_among(selected: list[Suggestion], arose_inside: list[bool], note: Note) -> Principal:
    """Return which selected diagnosis is principal.

    ``arose_inside`` says of each whether it arose in the hospital.

    The order in which the guidelines have put them stays, unless it puts first what cannot be principal.
    """
    named = _named(selected, note)
    if named is not None and not arose_inside[named] and not selected[0].code.startswith(("A4", "O")):
        return Principal(named, "the provider names it as the principal diagnosis")
    for place, one in enumerate(selected):
        if arose_inside[place]:
            continue
        definite = [
            other
            for number, other in enumerate(selected)
            if number != place and not arose_inside[number] and not _is_sign(other.code)
        ]
        if _is_sign(one.code) and definite:
            continue
        reason = "first of those that were there on admission (UHDDS; Official Guidelines section II)"
        if place:
            skipped = ", ".join(other.code for other in selected[:place])
            reason += f"; before it stood {skipped}: arisen in the hospital, or a sign or symptom (II.A)"
        return Principal(place, reason)
    return Principal(0, "first as the provider lists them")


def _is_sign(code: str) -> bool:
    bare = code.replace(".", "")
    return (is_symptom(bare) and not bare.startswith("R65")) or bare.startswith(("Z", "V", "W", "X", "Y"))


def _named(selected: list[Suggestion], note: Note) -> int | None:
    label = _LABEL.search(note.document.text)
    if label is None:
        return None
    line_end = note.document.text.find("\n", label.end())
    if not note.document.text[label.end() : line_end if line_end >= 0 else None].strip():
        line_end = note.document.text.find("\n", line_end + 1)
    end = min(line_end if line_end >= 0 else len(note.document.text), label.end() + _REACH)
    for place, one in enumerate(selected):
        if any(label.end() <= evidence.start < end for evidence in one.evidence):
            return place
    return None
