"""A professional or dental claim without a place of service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import dental_guide, professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PlaceMissing(Edit):
    """A professional or dental claim without a place of service.

    ## Why it matters
    The place decides what is covered and at which rate; the guide requires it.
    """

    id = "POS001"
    name = "place-missing"
    family = "place_of_service"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional", "dental")))
    severity = Severity.REJECT
    sources = (professional_guide("2300", "CLM05-01"), dental_guide("2300", "CLM05-01"))
    predicts = (CARC("16"),)
    fix = "Enter the two digits of the place where the service was rendered."
    examples = (
        Example("the office", "place 11"),
        Example("none", "without place_of_service", finds=("place_of_service",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the claim has no place."""
        if not claim.place_of_service.strip():
            yield self.finding(claim, "place_of_service", "The claim has no place of service.")
