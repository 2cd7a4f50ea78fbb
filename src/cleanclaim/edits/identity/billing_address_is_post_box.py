"""A billing provider's address that is a post box."""

import re
from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_BOX = re.compile(r"(?:P\.? ?O\.? ?BOX|POST OFFICE BOX|LOCK ?BOX)\b", re.IGNORECASE)


class BillingAddressIsPostBox(Edit):
    """A billing provider's address that is a post box.

    ## Why it matters
    The billing address is where the practice is; a post box belongs in the pay-to address:
    front ends return it.
    """

    id = "IDN022"
    name = "billing-address-is-post-box"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X222A1, 2010AA N3", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the street address; put the post box in the pay-to address."
    examples = (
        Example("a street", ""),
        Example(
            "a post box",
            "set billing_provider.address.line1 PO BOX 12",
            finds=("billing_provider.address.line1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        address = claim.billing_provider.address
        if address is not None and _BOX.match(address.line1.strip()):
            yield self.finding(
                claim, "billing_provider.address.line1", "The billing provider's address is a post box."
            )
