"""A trip from one home to another."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.ambulance.services import TRIPS
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TripBetweenHomes(Edit):
    """A trip from one home to another.

    ## Why it matters
    Medicare covers trips to and from places of care: a trip between homes is none.
    """

    id = "AMB021"
    name = "trip-between-homes"
    family = "ambulance"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("RR")
    severity = Severity.REVIEW
    sources = (
        reason_code("96"),
        Citation("42 CFR 410.40", verified=False),
    )
    predicts = (CARC("96"),)
    fix = "Correct origin and destination, or get a notice (ABN) and add GY."
    examples = (
        Example("to a hospital", "payer medicare; place 41; lines A0428-RH $500 @1"),
        Example(
            "home to home", "payer medicare; place 41; lines A0428-RR $500 @1", finds=("lines[0].modifiers",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in TRIPS and line.has("RR") and not line.has("GY", "GA"):
                message = f"{line.code} goes from home to home."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
