"""A billing provider's ZIP code without its last four digits."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_NINE = 9


class BillingZipIncomplete(Edit):
    """A billing provider's ZIP code without its last four digits.

    ## Why it matters
    The guide asks for all nine digits in the billing provider's address: front ends return
    five.
    """

    id = "IDN021"
    name = "billing-zip-incomplete"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.INFORM
    sources = (
        reason_code("16"),
        Citation("TriZetto rejection: billing provider ZIP code needs nine digits", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the ZIP code with its last four digits."
    examples = (
        Example("nine digits", "set billing_provider.address.zip_code 600010000"),
        Example(
            "five",
            "set billing_provider.address.zip_code 60001",
            finds=("billing_provider.address.zip_code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        address = claim.billing_provider.address
        if address is None or address.country not in ("", "US", "USA") or not address.zip_code:
            return
        digits = address.zip_code.replace("-", "").strip()
        if not (digits.isdigit() and len(digits) == _NINE):
            message = f"The billing provider's ZIP code {address.zip_code} has not nine digits."
            yield self.finding(claim, "billing_provider.address.zip_code", message)
