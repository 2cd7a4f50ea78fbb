"""A claim that does not say whether the patient lets the information go to the payer."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import dental_guide, institutional_guide, professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ReleaseOfInformationWrong(Edit):
    """A claim that does not say whether the patient lets the information go to the payer.

    ## Why it matters
    The payer takes the claim only where the patient's consent, or the law, lets the information
    go.
    """

    id = "IDN026"
    name = "release-of-information-wrong"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = (
        professional_guide("2300", "CLM09"),
        institutional_guide("2300", "CLM09"),
        dental_guide("2300", "CLM09"),
    )
    predicts = (CARC("16"),)
    fix = "Enter Y, or I where the law allows it without a signature."
    examples = (
        Example("consented", ""),
        Example(
            "nothing is said",
            'set coverages[0].release_of_information ""',
            finds=("coverages[0].release_of_information",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        value = claim.coverage.release_of_information.strip().upper()
        if not value:
            yield self.finding(
                claim,
                f"coverages[{claim.billed_coverage}].release_of_information",
                "The release of information is missing.",
            )
        elif value not in ("Y", "I"):
            yield self.finding(
                claim,
                f"coverages[{claim.billed_coverage}].release_of_information",
                f"The release of information is {value!r}, which is none.",
            )
