"""A claim without the provider's own number for it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PatientControlNumberMissing(Edit):
    """A claim without the provider's own number for it.

    ## Why it matters
    The number comes back on every acknowledgement and payment; the guide requires it, and
    without it nothing that comes back can be matched.
    """

    id = "CMP005"
    name = "patient-control-number-missing"
    family = "completeness"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = every_guide("2300", "CLM01")
    predicts = (CARC("16"),)
    fix = "Give the claim its account or claim number."
    examples = (
        Example("a numbered claim", ""),
        Example("no number", "without patient_control_number", finds=("patient_control_number",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the number is empty."""
        if not claim.patient_control_number.strip():
            yield self.finding(claim, "patient_control_number", "The claim has no patient control number.")
