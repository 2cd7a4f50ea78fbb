"""Routine foot care without its class findings."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class FootCareWithoutClassFindings(Edit):
    """Routine foot care without its class findings.

    ## Why it matters
    Routine foot care is excluded but for a systemic disease with findings of class A, B or C,
    which Q7, Q8 or Q9 tells.
    """

    id = "COV008"
    name = "foot-care-without-class-findings"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("1105*", "11719", "G0127")
    severity = Severity.REVIEW
    sources = (
        reason_code("50"),
        Citation("Medicare Benefit Policy Manual, chapter 15, section 290", verified=False),
    )
    predicts = (CARC("50"),)
    fix = "Add Q7, Q8 or Q9 if the record has the findings; otherwise GY."
    examples = (
        Example("with them", "payer medicare; lines 11719-Q8 $40 @1; dx E11.51"),
        Example("without", "payer medicare; lines 11719 $40 @1; dx B35.1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in ("11055", "11056", "11057", "11719", "G0127") and not line.has(
                "Q7", "Q8", "Q9", "GY", "GA", "GX", "GZ"
            ):
                message = f"{line.code} has no class findings (Q7, Q8, Q9)."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
