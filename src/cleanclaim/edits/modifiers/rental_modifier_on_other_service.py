"""A modifier of rented or bought equipment on another service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class RentalModifierOnOtherService(Edit):
    """A modifier of rented or bought equipment on another service.

    ## Why it matters
    RR, NU and UE tell of equipment: on a visit or procedure they mean nothing, and the line is
    returned.
    """

    id = "MOD053"
    name = "rental-modifier-on-other-service"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("RR", "NU", "UE")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take the modifier off."
    examples = (
        Example("equipment", "lines E0601-RR $90 @1"),
        Example("a visit", "lines 99213-RR $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("RR", "NU", "UE") and line.code.isdigit():
                message = f"{line.code} is no equipment, but has {', '.join(line.modifiers)}."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
