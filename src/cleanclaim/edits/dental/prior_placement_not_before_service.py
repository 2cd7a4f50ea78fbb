"""An old prosthesis placed on or after the day of the new one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PriorPlacementNotBeforeService(Edit):
    """An old prosthesis placed on or after the day of the new one.

    ## Why it matters
    The plan counts years from the old one's day: one that is not past is returned.
    """

    id = "DEN037"
    name = "prior-placement-not-before-service"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("ASC X12N 837 005010X224A2, 2400 DTP*441", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the day on which the old one was placed."
    examples = (
        Example(
            "years before",
            (
                "type dental; lines D2750 $1100 tooth 14; set lines[0].dental.prosthesis R; set "
                "lines[0].dental.prior_placement 2012-05-05"
            ),
        ),
        Example(
            "after the service",
            (
                "type dental; lines D2750 $1100 tooth 14; set lines[0].dental.prosthesis R; set "
                "lines[0].dental.prior_placement 2025-12-05"
            ),
            finds=("lines[0].dental.prior_placement",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            placed = line.line.dental.prior_placement if line.line.dental is not None else None
            if placed is not None and line.day is not None and placed >= line.day:
                message = f"The old one was placed on {placed}, the new one on {line.day}."
                yield self.finding(claim, f"{line.path}.dental.prior_placement", message, codes=(line.code,))
