"""A trip by land in the place of the air, or the other way round."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PlaceOfOtherVehicle(Edit):
    """A trip by land in the place of the air, or the other way round.

    ## Why it matters
    Place 41 is by land, 42 by air or water: the other's is returned.
    """

    id = "AMB005"
    name = "place-of-other-vehicle"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("A04*")
    severity = Severity.DENY
    sources = (reason_code("5"),)
    predicts = (CARC("5"),)
    fix = "Use 41 for ground, 42 for air and water ambulances."
    examples = (
        Example("by land", "lines A0429-RH $500 @1; place 41; set ambulance.pickup.zip_code 600010000"),
        Example(
            "by land in the place of the air",
            "lines A0429-RH $500 @1; place 42; set ambulance.pickup.zip_code 600010000",
            finds=("lines[0].place_of_service",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                (line.code in ("A0430", "A0431", "A0435", "A0436") and line.place == "41")
                or (
                    line.code in ("A0425", "A0426", "A0427", "A0428", "A0433", "A0434") and line.place == "42"
                )
                or (line.code == "A0429" and line.place == "42")
            ):
                message = f"{line.code} in place {line.place}."
                yield self.finding(claim, f"{line.path}.place_of_service", message, codes=(line.code,))
