"""A billing provider without name or address."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class BillingNameOrAddressMissing(Edit):
    """A billing provider without name or address.

    ## Why it matters
    The guide requires both, and the payer compares them with its enrolment file.
    """

    id = "IDN012"
    name = "billing-name-or-address-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (
        *every_guide("2010AA", "NM103"),
        *every_guide("2010AA", "N301"),
        *every_guide("2010AA", "N401"),
    )
    predicts = (CARC("16"),)
    fix = "Enter the practice's legal name and street address."
    examples = (
        Example("name and address", ""),
        Example("no name", "without billing_provider.name", finds=("billing_provider.name.last",)),
        Example("no address", "without billing_provider.address", finds=("billing_provider.address",)),
        Example(
            "no street and no city",
            "without billing_provider.address.line1; without billing_provider.address.city",
            finds=("billing_provider.address.line1", "billing_provider.address.city"),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each part that is missing."""
        provider = claim.billing_provider
        if not provider.name.last.strip():
            yield self.finding(claim, "billing_provider.name.last", "The billing provider has no name.")
        if provider.address is None:
            yield self.finding(claim, "billing_provider.address", "The billing provider has no address.")
            return
        for part, words in (("line1", "street"), ("city", "city")):
            if not getattr(provider.address, part).strip():
                path = f"billing_provider.address.{part}"
                yield self.finding(claim, path, f"The billing provider's address has no {words}.")
