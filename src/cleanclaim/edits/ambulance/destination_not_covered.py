"""A trip to a physician's office."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import TRIPS, is_trip_modifier
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DestinationNotCovered(Edit):
    """A trip to a physician's office.

    ## Why it matters
    Medicare covers no trip that ends at a physician's office.
    """

    id = "AMB006"
    name = "destination-not-covered"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("A04*")
    severity = Severity.DENY
    sources = (
        reason_code("96"),
        Citation("42 CFR 410.40", verified=False),
    )
    predicts = (CARC("96"),)
    fix = "Get a notice (ABN) and add GY, or correct the destination."
    examples = (
        Example(
            "to a hospital",
            ("payer medicare; lines A0429-RH $500 @1; place 41; set ambulance.pickup.zip_code 600010000"),
        ),
        Example(
            "to an office",
            ("payer medicare; lines A0429-RP $500 @1; place 41; set ambulance.pickup.zip_code 600010000"),
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.code in TRIPS
                and any(is_trip_modifier(one) and one[1] == "P" for one in line.modifiers)
                and not line.has("GY", "GA")
            ):
                message = f"{line.code} ends at a physician's office."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
