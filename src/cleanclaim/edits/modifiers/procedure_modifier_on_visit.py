"""Modifier 58, 78 or 79 on a visit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ProcedureModifierOnVisit(Edit):
    """Modifier 58, 78 or 79 on a visit.

    ## Why it matters
    The three modifiers speak of a procedure in the days after a surgery; a visit then takes 24,
    and is denied with these.
    """

    id = "MOD015"
    name = "procedure-modifier-on-visit"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("58", "78", "79")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section D", "revision 1/1/2026"),
    )
    predicts = (CARC("4"),)
    fix = "For a visit unrelated to the surgery use modifier 24; otherwise take the modifier off."
    examples = (
        Example("on a procedure", "lines 20610-79-RT $180 @1"),
        Example("on a visit", "lines 99213-79 $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            wrong = [modifier for modifier in line.modifiers if modifier in ("58", "78", "79")]
            if wrong and is_visit(line.code):
                message = f"Modifier {wrong[0]} belongs to a procedure; {line.code} is a visit."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, *wrong),
                )
