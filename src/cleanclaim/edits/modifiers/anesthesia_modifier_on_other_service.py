"""An anesthesia modifier on something that is no anesthesia."""

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

_ANESTHESIA = frozenset(("AA", "AD", "QK", "QX", "QY", "QZ", "P1", "P2", "P3", "P4", "P5", "P6"))


class AnesthesiaModifierOnOtherService(Edit):
    """An anesthesia modifier on something that is no anesthesia.

    ## Why it matters
    Who gave the anesthesia, and the patient's physical status, are told of anesthesia codes
    only: the line is denied.
    """

    id = "MOD020"
    name = "anesthesia-modifier-on-other-service"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("AA", "AD", "QK", "QX", "QY", "QZ", "P1", "P2", "P3", "P4", "P5", "P6")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take the modifier off, or report the anesthesia by its own code."
    examples = (
        Example("on anesthesia", "lines 00810-AA-P2 unit MJ x45 $400 @1"),
        Example("on surgery", "lines 45378-AA $300 @1", finds=("lines[0].modifiers",)),
        Example("physical status on a visit", "lines 99213-P3 $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            wrong = [one for one in line.modifiers if one in _ANESTHESIA]
            if wrong and line.code and not is_anesthesia(line.code):
                message = f"Modifier {wrong[0]} belongs to anesthesia; {line.code} is none."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, *wrong),
                )
