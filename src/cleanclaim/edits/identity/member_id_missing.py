"""A subscriber without a member number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import dental_guide, professional_guide, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class MemberIdMissing(Edit):
    """A subscriber without a member number.

    ## Why it matters
    The payer cannot find the person it insures.
    """

    id = "IDN006"
    name = "member-id-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (professional_guide("2010BA", "NM109"), dental_guide("2010BA", "NM109"), reason_code("31"))
    predicts = (CARC("31"),)
    fix = "Enter the number from the insurance card, or verify eligibility."
    examples = (
        Example("a member number", ""),
        Example("none", "without coverages[0].member_id", finds=("coverages[0].member_id",)),
        Example("no coverage at all is another edit's business", 'set coverages ""'),
        Example("who pays for himself has none", "payer self_pay; without coverages[0].member_id"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the billed coverage has no number."""
        if not claim.coverages or rules.payer_kind_of(claim) == "self_pay":
            return
        if not claim.coverage.member_id.strip():
            path = f"coverages[{claim.billed_coverage}].member_id"
            yield self.finding(claim, path, "The billed coverage has no member number.")
