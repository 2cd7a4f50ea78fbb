"""Which of our edits could have caught a denial before it was sent."""

from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

from cleanclaim.edits import Finding, Severity
from cleanclaim.edits.registry import all_edits


class CouldHaveCaught(msgspec.Struct, frozen=True):
    """An edit that predicts the answer's codes; ``spoke`` where it did have a finding on this claim."""

    edit: str
    name: str
    codes: tuple[str, ...]
    spoke: bool = False


@cache
def edits_by_answer() -> Mapping[str, tuple[str, ...]]:
    """Return CARC or RARC to the ids of the edits that predict it, in the catalogue's order."""
    found: dict[str, list[str]] = {}
    for edit in all_edits():
        for code in edit.predicts:
            found.setdefault(code.value, []).append(edit.id)
    return {code: tuple(ids) for code, ids in found.items()}


def could_have_caught(
    carc: str,
    remarks: Iterable[str] = (),
    *,
    findings: Iterable[Finding] = (),
    line: int | None = None,
) -> tuple[CouldHaveCaught, ...]:
    """Return the edits that predict a denial's reason or remarks, best first.

    Best are those that had a finding when the claim was scrubbed (``findings``; of the same line,
    or of the claim), then those that predict more of the codes, then the catalogue's order.
    """
    codes = (carc, *remarks)
    predicted: dict[str, list[str]] = {}
    for code in codes:
        for edit in edits_by_answer().get(code, ()):
            predicted.setdefault(edit, []).append(code)
    spoke = {
        finding.edit
        for finding in findings
        if finding.severity is not Severity.NOT_CHECKED and (line is None or finding.line in {None, line})
    }
    names = {edit.id: edit.name for edit in all_edits()}
    order = {edit: number for number, edit in enumerate(predicted)}
    return tuple(
        CouldHaveCaught(edit, names[edit], tuple(predicted[edit]), edit in spoke)
        for edit in sorted(
            predicted, key=lambda each: (each not in spoke, -len(predicted[each]), order[each])
        )
    )
