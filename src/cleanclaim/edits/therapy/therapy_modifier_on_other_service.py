"""A therapy plan's modifier on something that is no therapy."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class TherapyModifierOnOtherService(Edit):
    """A therapy plan's modifier on something that is no therapy.

    ## Why it matters
    GN, GO and GP say that the service was given under a plan of therapy: a visit never is.
    """

    id = "THR004"
    name = "therapy-modifier-on-other-service"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("GN", "GO", "GP")
    severity = Severity.REVIEW
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take the modifier off."
    examples = (
        Example("therapy", "payer medicare; lines 97110-GP x2 $80 @1"),
        Example("a visit", "payer medicare; lines 99213-GP $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("GN", "GO", "GP") and is_visit(line.code):
                message = f"{line.code} is a visit, but has the modifier of a therapy plan."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "GN", "GO", "GP"),
                )
