"""A claim without any coverage."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class CoverageMissing(Edit):
    """A claim without any coverage.

    ## Why it matters
    There is nobody to send it to: the guide requires the subscriber of the payer that is billed.
    """

    id = "IDN014"
    name = "coverage-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = every_guide("2000B", "SBR01")
    predicts = (CARC("16"),)
    fix = "Enter the patient's insurance, or bill the patient."
    examples = (
        Example("a coverage", ""),
        Example("none", 'set coverages ""', finds=("coverages",)),
        Example("who pays for himself has none", 'payer self_pay; set coverages ""'),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when there is no coverage and the patient is not known to pay alone."""
        if not claim.coverages and rules.payer_kind_of(claim) != "self_pay":
            yield self.finding(claim, "coverages", "The claim has no coverage to bill.")
