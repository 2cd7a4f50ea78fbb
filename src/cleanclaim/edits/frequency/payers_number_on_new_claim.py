"""The payer's number of an earlier claim on a claim that is sent as new."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PayersNumberOnNewClaim(Edit):
    """The payer's number of an earlier claim on a claim that is sent as new.

    ## Why it matters
    The number says that the claim corrects another one, the frequency that it does not: the
    payer denies it as a duplicate.
    """

    id = "FRQ005"
    name = "payers-number-on-new-claim"
    family = "frequency"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REVIEW
    sources = (reason_code("18"),)
    predicts = (CARC("18"),)
    fix = "Use frequency 7 or 8, or take the number off."
    examples = (
        Example("a new claim", ""),
        Example("a replacement", "frequency 7 original 25ABC1"),
        Example(
            "a number on a new claim",
            "set coverages[0].payer_claim_control_number 25ABC1",
            finds=("coverages[0].payer_claim_control_number",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.claim_frequency_code in ("1", "") and claim.coverage.payer_claim_control_number:
            path = f"coverages[{claim.billed_coverage}].payer_claim_control_number"
            yield self.finding(claim, path, "The claim is new (frequency 1), but names an earlier claim.")
