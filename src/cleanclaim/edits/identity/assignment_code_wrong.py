"""A claim that does not say whether the provider accepts assignment."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import dental_guide, institutional_guide, professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AssignmentCodeWrong(Edit):
    """A claim that does not say whether the provider accepts assignment.

    ## Why it matters
    Whether assignment is accepted decides whom the payer pays.
    """

    id = "IDN024"
    name = "assignment-code-wrong"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (
        professional_guide("2300", "CLM07"),
        institutional_guide("2300", "CLM07"),
        dental_guide("2300", "CLM07"),
    )
    predicts = (CARC("16"),)
    fix = "Enter A (accepted), B (for laboratory services only) or C (not accepted)."
    examples = (
        Example("accepted", ""),
        Example("a letter that is none", "set assignment Y", finds=("assignment",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        value = claim.assignment.strip().upper()
        if not value:
            yield self.finding(claim, "assignment", "The assignment code is missing.")
        elif value not in ("A", "B", "C"):
            yield self.finding(claim, "assignment", f"The assignment code is {value!r}, which is none.")
