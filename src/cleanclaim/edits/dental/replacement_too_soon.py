"""A prosthesis that replaces one of fewer than five years."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DAYS = 1825


class ReplacementTooSoon(Edit):
    """A prosthesis that replaces one of fewer than five years.

    ## Why it matters
    Plans pay for a crown, bridge or denture again after five years or more.
    """

    id = "DEN043"
    name = "replacement-too-soon"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (
        reason_code("119"),
        Citation("Dental plans, processing policies", verified=False),
    )
    predicts = (CARC("119"),)
    fix = "Look up the plan's interval; tell the patient, or send the reason with the claim."
    examples = (
        Example(
            "of twelve years",
            (
                "type dental; lines D2740 $1100 tooth 14; set lines[0].dental.prosthesis R; set "
                "lines[0].dental.prior_placement 2013-05-05"
            ),
        ),
        Example(
            "of one year",
            (
                "type dental; lines D2740 $1100 tooth 14; set lines[0].dental.prosthesis R; set "
                "lines[0].dental.prior_placement 2024-05-05"
            ),
            finds=("lines[0].dental.prior_placement",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            placed = line.line.dental.prior_placement if line.line.dental is not None else None
            if placed is not None and line.day is not None and 0 < (line.day - placed).days < _DAYS:
                message = f"{line.code} on {line.day} replaces one of {placed}."
                yield self.finding(claim, f"{line.path}.dental.prior_placement", message, codes=(line.code,))
