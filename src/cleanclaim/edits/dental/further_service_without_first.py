"""A further film or quarter of an hour without the first."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import (
    lines_beside,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_FIRST = {
    "D0230": ("D0220",),
    "D9223": ("D9222",),
    "D9243": ("D9239",),
    "D2953": ("D2952",),
    "D2957": ("D2954",),
}
"""Codes of further ones, and of the first (from general knowledge; unverified)."""


class FurtherServiceWithoutFirst(Edit):
    """A further film or quarter of an hour without the first.

    ## Why it matters
    The code counts on top of the first one's: alone it is denied.
    """

    id = "DEN033"
    name = "further-service-without-first"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D0230", "D9223", "D9243", "D2953", "D2957")
    severity = Severity.DENY
    sources = (
        reason_code("107"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("107"),)
    fix = "Report the first one with its own code."
    examples = (
        Example(
            "a first film and a further one",
            ("type dental; lines D0220 $30 | D0230 $25; without lines[0].dental; without lines[1].dental"),
        ),
        Example(
            "a further one alone",
            "type dental; lines D0230 $25; without lines[0].dental",
            finds=("lines[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            first = _FIRST.get(line.code, ())
            there = (*facts_of(claim).lines, *lines_beside(claim, rules)) if first else ()
            if first and not any(one.code in first and one.day == line.day for one in there):
                message = f"{line.code} is a further one, but {first[0]} is not billed on {line.day}."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, first[0]))
