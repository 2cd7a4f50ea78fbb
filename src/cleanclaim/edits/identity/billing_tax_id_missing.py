"""A billing provider without a taxpayer number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class BillingTaxIdMissing(Edit):
    """A billing provider without a taxpayer number.

    ## Why it matters
    The payer reports what it pays under this number; the guide requires it.
    """

    id = "IDN004"
    name = "billing-tax-id-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = every_guide("2010AA", "REF02")
    predicts = (CARC("16"),)
    fix = "Enter the practice's employer number, or the provider's own number when there is none."
    examples = (
        Example("a taxpayer number", ""),
        Example("none", "without billing_provider.tax_id", finds=("billing_provider.tax_id",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the number is missing."""
        if not claim.billing_provider.tax_id.strip():
            message = "The billing provider has no taxpayer identification number."
            yield self.finding(claim, "billing_provider.tax_id", message)
