"""An ambulance trip in a place that is no ambulance."""

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


class PlaceOfOtherService(Edit):
    """An ambulance trip in a place that is no ambulance.

    ## Why it matters
    The place of service of a trip is 41 (land) or 42 (air or water).
    """

    id = "AMB004"
    name = "place-of-other-service"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("A04*")
    severity = Severity.DENY
    sources = (reason_code("5"),)
    predicts = (CARC("5"),)
    fix = "Use place 41 or 42."
    examples = (
        Example("by land", "lines A0427-RH $900 @1; place 41"),
        Example("in the office", "lines A0427-RH $900 @1; place 11", finds=("lines[0].place_of_service",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in TRIPS | MILEAGE and line.place not in ("41", "42", ""):
                message = f"{line.code} in place {line.place}."
                yield self.finding(claim, f"{line.path}.place_of_service", message, codes=(line.code,))
