"""Modifier 47 on anesthesia."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.anesthesia.codes import is_anesthesia
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SurgeonsAnesthesiaModifierOnAnesthesia(Edit):
    """Modifier 47 on anesthesia.

    ## Why it matters
    47 says that the surgeon gave the anesthesia, and stands on the surgery.
    """

    id = "ANE006"
    name = "surgeons-anesthesia-modifier-on-anesthesia"
    family = "anesthesia"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("47")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take 47 off."
    examples = (
        Example("on surgery", "lines 20610-47 $180 @1"),
        Example("on anesthesia", "lines 00810-47 unit MJ x45 $400 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("47") and is_anesthesia(line.code):
                message = f"{line.code} is anesthesia, but has modifier 47."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "47"),
                )
