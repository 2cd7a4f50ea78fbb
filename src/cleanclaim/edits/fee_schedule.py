"""What the physician fee schedule says of the code of a line: its policy indicators."""

from collections.abc import Iterator

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.codesets import MPFS, Known, NotCovered, RelativeValue
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Finding
from cleanclaim.primitives import Citation

EDITION = "calendar year 2025, RVU25D"


def indicator(name: str) -> Citation:
    """Return the citation of an indicator of the relative value file, from its layout document."""
    return Citation(f"CMS Physician Fee Schedule Relative Value File, record layout: {name}", EDITION)


STATUS = Citation("CMS Physician Fee Schedule Relative Value File, Attachment A: Status Code", EDITION)
PC_TC = Citation("CMS Physician Fee Schedule Relative Value File, Attachment A: PC/TC Indicator", EDITION)


class Scheduled(msgspec.Struct, frozen=True):
    """A line with the row of its code (that without 26 or TC) and the release it stands in."""

    line: LineFacts
    row: RelativeValue
    release: str


def scheduled_lines(
    edit: Edit, claim: Claim, rules: Rules, *modifiers: str, places: frozenset[str] | None = None
) -> Iterator[Scheduled | Finding]:
    """Yield the lines whose code is on the fee schedule, and a "not checked" where nothing can say.

    With ``modifiers``: only lines that carry one of them; with ``places``: only lines there. A
    code that a complete schedule does not have is passed over: it is paid under another one, or
    another edit tells of it.
    """
    if modifiers and not any(line.has(*modifiers) for line in facts_of(claim).lines):
        return
    for found in schedule_of(claim, rules):
        line = found[0] if isinstance(found, tuple) else found.line
        if (modifiers and not line.has(*modifiers)) or (places is not None and line.place not in places):
            continue
        yield edit.not_checked(claim, line.path, found[1]) if isinstance(found, tuple) else found


def schedule_of(claim: Claim, rules: Rules) -> tuple[Scheduled | tuple[LineFacts, NotCovered], ...]:
    """Return the coded and dated lines that are on the fee schedule, and where nothing can say."""
    return facts_of(claim).kept("fee schedule", rules, lambda: tuple(_scheduled(claim, rules)))


def _scheduled(claim: Claim, rules: Rules) -> Iterator[Scheduled | tuple[LineFacts, NotCovered]]:
    for line in facts_of(claim).lines:
        if not line.code or line.day is None:
            continue
        answer = rules.store.find(MPFS, line.code, line.day)
        if isinstance(answer, NotCovered):
            yield line, answer
        elif isinstance(answer, Known):
            row = next((one for one in answer.value if not one.modifier), answer.value[0])
            yield Scheduled(line, row, answer.release.label)


def is_attached(claim: Claim, line: LineFacts) -> bool:
    """Return whether the claim or the line announces supporting documents (PWK)."""
    return bool(claim.attachments or line.line.attachments)
