"""A claim without any diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import institutional_guide, professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class DiagnosisMissing(Edit):
    """A claim without any diagnosis.

    ## Why it matters
    The guide requires the segment: the payer's front end returns the claim, and nothing says why
    the services were needed.
    """

    id = "CMP001"
    name = "diagnosis-missing"
    family = "completeness"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (professional_guide("2300", "HI01"), institutional_guide("2300", "HI01"))
    predicts = (CARC("16"),)
    fix = "Enter the diagnosis that was the reason for the visit."
    examples = (
        Example("a claim with a diagnosis", "dx I10"),
        Example(
            "a claim with an admitting diagnosis only",
            "type institutional; dx I10 as admitting",
            finds=("diagnoses",),
        ),
        Example("no diagnosis at all", 'set diagnoses ""', finds=("diagnoses",)),
        Example("a dental claim needs none", "type dental"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when no diagnosis can be pointed at."""
        if not facts_of(claim).numbered:
            yield self.finding(claim, "diagnoses", "The claim has no principal or first-listed diagnosis.")
