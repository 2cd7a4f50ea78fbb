"""Place 02 or 10 without a telehealth modifier, for a payer that asks for both."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PlaceWithoutModifier(Edit):
    """Place 02 or 10 without a telehealth modifier, for a payer that asks for both.

    ## Why it matters
    Many payers take a visit by video only with modifier 95 (93 for sound alone).
    """

    id = "TEL002"
    name = "place-without-modifier"
    family = "telehealth"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("commercial", "medicaid", "unknown")), claim_types=frozenset(("professional",))
    )
    triggers = places("02", "10")
    severity = Severity.INFORM
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Add 95, or 93 for sound alone, if the payer asks for it."
    examples = (
        Example("with 95", "payer commercial; place 10; lines 99213-95 $125 @1"),
        Example("without", "payer commercial; place 10; lines 99213 $125 @1", finds=("lines[0].modifiers",)),
        Example("Medicare goes by the place", "payer medicare; place 10; lines 99213 $125 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.place in ("02", "10") and not line.has("95", "93", "GT", "GQ", "FQ"):
                message = f"{line.code} in place {line.place} has no telehealth modifier."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
