"""A billing provider without an NPI."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import NPI_USE, reason_code, stedi
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class BillingNPIMissing(Edit):
    """A billing provider without an NPI.

    ## Why it matters
    Health plans know whom they pay by the NPI. Only providers that are not health care
    providers (transport, home modification) bill without one, under a number of the payer's own.
    """

    id = "IDN001"
    name = "billing-npi-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=HIPAA_PAYERS, review_for=OTHER_PAYERS)
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (NPI_USE, reason_code("206"), stedi("Missing billing provider ID"))
    predicts = (CARC("206"),)
    fix = "Enter the NPI under which the practice bills."
    examples = (
        Example("a billing provider with its NPI", ""),
        Example("no NPI", "without billing_provider.npi", finds=("billing_provider.npi",)),
        Example(
            "an atypical provider with the payer's own number",
            "payer medicaid; without billing_provider.npi; "
            "set billing_provider.references[0].qualifier G2; set billing_provider.references[0].value 4711",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when there is neither an NPI nor another number."""
        billing = claim.billing_provider
        if not billing.npi.strip() and not billing.references:
            yield self.finding(claim, "billing_provider.npi", "The billing provider has no NPI.")
