"""A claim without a total charge."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide, stedi
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class TotalMissing(Edit):
    """A claim without a total charge.

    ## Why it matters
    The guide requires the total; without it there is nothing to check the lines against.
    """

    id = "CHG006"
    name = "total-missing"
    family = "charges"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (*every_guide("2300", "CLM02"), stedi("Missing total claim charge amount"))
    predicts = (CARC("16"),)
    fix = "Let the total be computed from the lines."
    examples = (
        Example("a total", "total 125"),
        Example("none", "without total_charge", finds=("total_charge",)),
        Example("a wrong one is another edit's business", "total 126"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when there is no total."""
        if claim.total_charge is None:
            changes: tuple[Change, ...] = ()
            if claim.lines and all(line.charge is not None for line in claim.lines):
                changes = (Change("total_charge", f"{claim.charge_of_lines:f}"),)
            yield self.finding(claim, "total_charge", "The claim has no total charge.", changes=changes)
