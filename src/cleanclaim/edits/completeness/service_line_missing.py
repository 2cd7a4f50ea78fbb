"""A claim without any service line."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ServiceLineMissing(Edit):
    """A claim without any service line.

    ## Why it matters
    There is nothing to pay for, and the guide requires at least one line.
    """

    id = "CMP002"
    name = "service-line-missing"
    family = "completeness"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = every_guide("2400", "LX01")
    predicts = (CARC("16"),)
    fix = "Enter the services that were rendered."
    examples = (
        Example("a claim with a line", ""),
        Example("a claim without lines", 'set lines ""', finds=("lines",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when there is no line."""
        if not claim.lines:
            yield self.finding(claim, "lines", "The claim has no service line.")
