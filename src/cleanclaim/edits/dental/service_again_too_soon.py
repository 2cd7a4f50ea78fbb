"""A dental service again, sooner than plans pay it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import (
    lines_beside,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_CLEANINGS = frozenset(("D1110", "D1120", "D4910"))
_DAYS = (
    (_CLEANINGS, 60),
    (frozenset(("D0210", "D0330")), 1094),
    (frozenset(("D5110", "D5120")), 1825),
)
"""Kinds of services and the days within which no plan pays them again (general knowledge; unverified)."""


class ServiceAgainTooSoon(Edit):
    """A dental service again, sooner than plans pay it.

    ## Why it matters
    Plans pay cleanings twice a year and a full series of images once in three to five years:
    sooner ones are denied.
    """

    id = "DEN040"
    name = "service-again-too-soon"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (
        reason_code("119"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("119"),)
    fix = "Look up the plan's interval; bill the patient only as the plan's rules allow."
    examples = (
        Example(
            "after seven months",
            "type dental; lines D1110 $90; without lines[0].dental",
            history=(
                (
                    "type dental; dos 2025-04-15; lines D1110 $90; without lines[0].dental; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "after two weeks",
            "type dental; lines D1110 $90; without lines[0].dental",
            finds=("lines[0].code",),
            history=(
                (
                    "type dental; dos 2025-11-04; lines D1110 $90; without lines[0].dental; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            kind = next((one for one in _DAYS if line.code in one[0]), None)
            if kind is None or line.day is None:
                continue
            for before in lines_beside(claim, rules):
                if (
                    before.code in kind[0]
                    and before.day is not None
                    and 0 < (line.day - before.day).days <= kind[1]
                ):
                    message = f"{line.code} on {line.day}, after {before.code} on {before.day}."
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, before.code))
                    break
