"""Two levels of service for one trip."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import TRIPS, is_trip_modifier
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class TwoLevelsOfOneTrip(Edit):
    """Two levels of service for one trip.

    ## Why it matters
    A trip has one level: the higher that was given.
    """

    id = "AMB008"
    name = "two-levels-of-one-trip"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("A04*")
    severity = Severity.DENY
    sources = (reason_code("97"),)
    predicts = (CARC("97"),)
    fix = "Report one of them."
    examples = (
        Example("one", "lines A0427-RH $900 @1; place 41; set ambulance.pickup.zip_code 600010000"),
        Example(
            "two",
            ("lines A0427-RH $900 @1 | A0429-RH $500 @1; place 41; set ambulance.pickup.zip_code 600010000"),
            finds=("lines[1].code",),
        ),
        Example(
            "there and back",
            ("lines A0428-RH $400 @1 | A0428-HR $400 @1; place 41; set ambulance.pickup.zip_code 600010000"),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        seen: dict[tuple[object, str], str] = {}
        for line in facts_of(claim).lines:
            if line.code not in TRIPS:
                continue
            for modifier in line.modifiers:
                if is_trip_modifier(modifier):
                    other = seen.setdefault((line.day, modifier), line.code)
                    if other != line.code:
                        message = f"{other} and {line.code} for one trip ({modifier})."
                        yield self.finding(claim, f"{line.path}.code", message, codes=(other, line.code))
