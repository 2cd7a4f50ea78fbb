"""An ambulance trip or its mileage without origin and destination."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import MILEAGE, TRIPS, is_trip_modifier
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class OriginAndDestinationMissing(Edit):
    """An ambulance trip or its mileage without origin and destination.

    ## Why it matters
    The first modifier says from where to where: coverage depends on it, and the line is
    returned without it.
    """

    id = "AMB001"
    name = "origin-and-destination-missing"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("A04*")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 15, section 30", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Put origin and destination first (RH: home to hospital)."
    examples = (
        Example("home to hospital", "lines A0427-RH $900 @1 | A0425-RH x12 $180 @1; place 41"),
        Example("not said", "lines A0427 $900 @1; place 41", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in TRIPS | MILEAGE and not any(is_trip_modifier(one) for one in line.modifiers):
                message = f"{line.code} does not say from where to where."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
