"""A claim that does not say whether the patient assigns the benefits to the provider."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import dental_guide, institutional_guide, professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class BenefitsAssignmentWrong(Edit):
    """A claim that does not say whether the patient assigns the benefits to the provider.

    ## Why it matters
    Without the patient's assignment many payers send the money to the patient.
    """

    id = "IDN025"
    name = "benefits-assignment-wrong"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (
        professional_guide("2300", "CLM08"),
        institutional_guide("2300", "CLM08"),
        dental_guide("2300", "CLM08"),
    )
    predicts = (CARC("16"),)
    fix = "Enter Y, N, or W where it does not apply."
    examples = (
        Example("assigned", ""),
        Example(
            "nothing is said",
            'set coverages[0].assignment_of_benefits ""',
            finds=("coverages[0].assignment_of_benefits",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        value = claim.coverage.assignment_of_benefits.strip().upper()
        if not value:
            yield self.finding(
                claim,
                f"coverages[{claim.billed_coverage}].assignment_of_benefits",
                "The assignment of benefits is missing.",
            )
        elif value not in ("Y", "N", "W"):
            yield self.finding(
                claim,
                f"coverages[{claim.billed_coverage}].assignment_of_benefits",
                f"The assignment of benefits is {value!r}, which is none.",
            )
