"""Ambulance mileage without a trip."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import MILEAGE, TRIPS
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class MileageWithoutTrip(Edit):
    """Ambulance mileage without a trip.

    ## Why it matters
    Miles are paid beside the trip that they belong to.
    """

    id = "AMB002"
    name = "mileage-without-trip"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("A0425", "A0435", "A0436")
    severity = Severity.DENY
    sources = (reason_code("107"),)
    predicts = (CARC("107"),)
    fix = "Add the trip, or take the mileage off."
    examples = (
        Example("with the trip", "lines A0427-RH $900 @1 | A0425-RH x12 $180 @1; place 41"),
        Example("alone", "lines A0425-RH x12 $180 @1; place 41", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        for line in facts.lines:
            if line.code in MILEAGE and not any(
                one.code in TRIPS for one in facts.lines if one.day == line.day
            ):
                message = f"{line.code} on {line.day} has no trip beside it."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
