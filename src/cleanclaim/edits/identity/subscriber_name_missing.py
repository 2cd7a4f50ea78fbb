"""A patient insured through somebody who is not named."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import every_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SubscriberNameMissing(Edit):
    """A patient insured through somebody who is not named.

    ## Why it matters
    The payer looks for the policy under the subscriber; without a name it finds none.
    """

    id = "IDN011"
    name = "subscriber-name-missing"
    family = "identity"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REJECT
    sources = every_guide("2010BA", "NM103")
    predicts = (CARC("16"),)
    fix = "Enter the subscriber's name and relationship from the insurance card."
    examples = (
        Example("a child with a named parent", "patient child"),
        Example(
            "a child without a subscriber",
            "patient child; without coverages[0].subscriber",
            finds=("coverages[0].subscriber",),
        ),
        Example(
            "a subscriber without a name",
            "patient spouse; without coverages[0].subscriber.name",
            finds=("coverages[0].subscriber.name.last",),
        ),
        Example("the patient is the subscriber", "patient self"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when a dependent's subscriber has no name."""
        coverage = claim.coverage
        if not claim.coverages or coverage.relationship == "18":
            return
        path = f"coverages[{claim.billed_coverage}].subscriber"
        if coverage.subscriber is None:
            yield self.finding(claim, path, "The patient is a dependent, but no subscriber is given.")
        elif not coverage.subscriber.name.last.strip():
            yield self.finding(claim, f"{path}.name.last", "The subscriber has no name.")
