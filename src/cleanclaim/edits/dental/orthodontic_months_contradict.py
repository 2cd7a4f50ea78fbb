"""More months of orthodontics to come than there are in all."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class OrthodonticMonthsContradict(Edit):
    """More months of orthodontics to come than there are in all.

    ## Why it matters
    One of the numbers is wrong.
    """

    id = "DEN019"
    name = "orthodontic-months-contradict"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the months."
    examples = (
        Example(
            "fewer", "type dental; orthodontics 24 remaining 20; lines D8080 $5000; without lines[0].dental"
        ),
        Example(
            "more",
            "type dental; orthodontics 24 remaining 30; lines D8080 $5000; without lines[0].dental",
            finds=("dental.orthodontic_months_remaining",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.dental
        if (
            details is None
            or details.orthodontic_months_total is None
            or details.orthodontic_months_remaining is None
        ):
            return
        if details.orthodontic_months_remaining > details.orthodontic_months_total:
            message = f"{details.orthodontic_months_remaining} of {details.orthodontic_months_total} months."
            yield self.finding(claim, "dental.orthodontic_months_remaining", message)
