"""Mileage with another origin or destination than its trip."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import MILEAGE, TRIPS, is_trip_modifier
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class MileageOfAnotherTrip(Edit):
    """Mileage with another origin or destination than its trip.

    ## Why it matters
    The miles are those of the trip: other letters contradict it.
    """

    id = "AMB007"
    name = "mileage-of-another-trip"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("A0425", "A0435", "A0436")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Give trip and mileage the same origin and destination."
    examples = (
        Example(
            "the same",
            (
                "lines A0427-RH $900 @1 | A0425-RH x12 $180 @1; place 41; set "
                "ambulance.pickup.zip_code 600010000"
            ),
        ),
        Example(
            "another",
            (
                "lines A0427-RH $900 @1 | A0425-HR x12 $180 @1; place 41; set "
                "ambulance.pickup.zip_code 600010000"
            ),
            finds=("lines[1].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        for line in facts.lines:
            if line.code not in MILEAGE:
                continue
            mine = {one for one in line.modifiers if is_trip_modifier(one)}
            trips = [one for one in facts.lines if one.code in TRIPS and one.day == line.day]
            theirs = {modifier for one in trips for modifier in one.modifiers if is_trip_modifier(modifier)}
            if mine and theirs and not mine & theirs:
                message = f"{line.code} is {'/'.join(sorted(mine))}, the trip {'/'.join(sorted(theirs))}."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
