"""JW or JZ on something that is no drug."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class WasteModifierOnOtherService(Edit):
    """JW or JZ on something that is no drug.

    ## Why it matters
    The modifiers speak of a drug from a single-dose container.
    """

    id = "DRU006"
    name = "waste-modifier-on-other-service"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("JW", "JZ")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take the modifier off."
    examples = (
        Example("a drug", "payer medicare; lines J9035-JZ x40 $900 @1"),
        Example("an injection", "payer medicare; lines 96372-JZ $40 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("JW", "JZ") and line.code[:1].isdigit() and not line.code.startswith(("90", "91")):
                message = f"{line.code} is no drug, but has a modifier of waste."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "JW", "JZ"),
                )
