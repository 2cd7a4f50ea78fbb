"""Modifier 59 or its kind on a visit."""

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


class DistinctServiceOnVisit(Edit):
    """Modifier 59 or its kind on a visit.

    ## Why it matters
    A visit that is separate is shown by 25, never by 59, XE, XP, XS or XU: the payer denies or
    ignores it.
    """

    id = "MOD016"
    name = "distinct-service-on-visit"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("59", "XE", "XP", "XS", "XU")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section E", "revision 1/1/2026"),
    )
    predicts = (CARC("4"),)
    fix = "Use modifier 25 if the visit was significant and separate; otherwise take the modifier off."
    examples = (
        Example("on a procedure", "lines 20610-59 $180 @1"),
        Example("on a visit", "lines 99213-59 $125 @1 | 20610-RT $180 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            wrong = [modifier for modifier in line.modifiers if modifier in ("59", "XE", "XP", "XS", "XU")]
            if wrong and is_visit(line.code):
                message = f"Modifier {wrong[0]} does not belong on a visit ({line.code})."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, *wrong),
                )
