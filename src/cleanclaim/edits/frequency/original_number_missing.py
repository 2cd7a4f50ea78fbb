"""A replacement or void without the payer's number of the claim that it replaces."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import REPLACEMENT_NUMBER, REPLACEMENT_NUMBER_TOO
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class OriginalNumberMissing(Edit):
    """A replacement or void without the payer's number of the claim that it replaces.

    ## Why it matters
    The payer cannot tell which claim to take back: it returns the claim, or denies it as a duplicate.
    """

    id = "FRQ001"
    name = "original-number-missing"
    family = "frequency"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("replacement")
    severity = Severity.REJECT
    sources = (REPLACEMENT_NUMBER, REPLACEMENT_NUMBER_TOO)
    predicts = (CARC("16"),)
    fix = "Take the payer's claim control number from the remittance (CLP07) of the original."
    examples = (
        Example("an original", "frequency 1"),
        Example("a replacement with the number", "frequency 7 original 2025320A77"),
        Example(
            "a replacement without it", "frequency 7", finds=("coverages[0].payer_claim_control_number",)
        ),
        Example("a void without it", "frequency 8", finds=("coverages[0].payer_claim_control_number",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for frequency 7 and 8 without the number."""
        if claim.claim_frequency_code not in ("7", "8"):
            return
        if not claim.coverage.payer_claim_control_number.strip():
            what = "replaces" if claim.claim_frequency_code == "7" else "voids"
            path = f"coverages[{claim.billed_coverage}].payer_claim_control_number"
            code = claim.claim_frequency_code
            message = f"The claim {what} another (frequency {code}) without the payer's number."
            yield self.finding(claim, path, message)
