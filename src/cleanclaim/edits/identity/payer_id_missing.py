"""A billed payer without name or identifier."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PayerIdMissing(Edit):
    """A billed payer without name or identifier.

    ## Why it matters
    The claim cannot be routed: the clearinghouse returns it.
    """

    id = "IDN013"
    name = "payer-id-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (*every_guide("2010BB", "NM109"), *every_guide("2010BB", "NM103"))
    predicts = (CARC("16"),)
    fix = "Enter the payer and its electronic payer number."
    examples = (
        Example("a payer with its number", ""),
        Example("no number", "without coverages[0].payer.payer_id", finds=("coverages[0].payer.payer_id",)),
        Example("no name", "without coverages[0].payer.name", finds=("coverages[0].payer.name",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each that is missing."""
        if not claim.coverages:
            return
        payer = claim.coverage.payer
        path = f"coverages[{claim.billed_coverage}].payer"
        if not payer.payer_id.strip():
            yield self.finding(claim, f"{path}.payer_id", "The billed payer has no identifier.")
        if not payer.name.strip():
            yield self.finding(claim, f"{path}.name", "The billed payer has no name.")
