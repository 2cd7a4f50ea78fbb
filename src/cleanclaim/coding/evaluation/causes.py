"""Why a code is missing or too many: the errors of an evaluation, grouped by cause."""

from collections.abc import Iterator

import msgspec

from cleanclaim.coding.evaluation.scores import CATEGORY
from cleanclaim.coding.evaluation.values import Compared

MISSED = {
    "another code of the category was proposed": "specificity",
    "found, not proposed": "selection",
    "found, left out with a reason": "left out",
    "another code of the category was found, not proposed": "selection, specificity",
    "no term was found": "terms",
}
"""The causes of a missed code, each with a short name of the part of the engine to look at."""


class Error(msgspec.Struct, frozen=True):
    """One code that differs: ``kind`` is ``missed`` or ``extra``; ``detail`` names codes or reasons."""

    note: str
    kind: str
    code: str
    cause: str
    detail: str = ""


def errors_of(pair: Compared, system: str) -> Iterator[Error]:
    """Yield the differences of one note, missed codes first."""
    gold, ours = pair.gold.of_system(system), pair.ours.selected(system)
    note = str(pair.gold.id)
    for code in sorted(gold - ours):
        cause, detail = _why_missed(code, pair, system)
        yield Error(note, "missed", code, cause, detail)
    for code in sorted(ours - gold):
        near = [one for one in sorted(gold) if _category(one) == _category(code)]
        cause = (
            "another code of the category is in the gold set"
            if near
            else "nothing like it is in the gold set"
        )
        yield Error(note, "extra", code, cause, ", ".join(near))


def _why_missed(code: str, pair: Compared, system: str) -> tuple[str, str]:
    ours = pair.ours.selected(system)
    near = [one for one in sorted(ours) if _category(one) == _category(code)]
    found = {one.code for one in pair.ours.ranked(system)} - ours
    if code in found:
        return "found, not proposed", ""
    if near:
        return "another code of the category was proposed", ", ".join(near)
    reasons = [
        one.reason for one in pair.ours.not_coded if one.code and _category(one.code) == _category(code)
    ]
    if reasons:
        return "found, left out with a reason", reasons[0]
    others = [one for one in sorted(found) if _category(one) == _category(code)]
    if others:
        return "another code of the category was found, not proposed", ", ".join(others)
    return "no term was found", ""


def _category(code: str) -> str:
    return code.replace(".", "")[:CATEGORY]
