"""Anesthesia without the modifier that says who gave it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.anesthesia.codes import WHO, is_anesthesia
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ProviderModifierMissing(Edit):
    """Anesthesia without the modifier that says who gave it.

    ## Why it matters
    Medicare pays by who gave the anesthesia and under whose direction: without AA, AD, QK, QX,
    QY or QZ the line is denied.
    """

    id = "ANE001"
    name = "provider-modifier-missing"
    family = "anesthesia"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = codes("00*", "01*")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Add AA, AD, QK, QX, QY or QZ in the first place."
    examples = (
        Example("given by an anesthesiologist", "payer medicare; lines 00810-AA unit MJ x45 $400 @1"),
        Example(
            "nobody is named",
            "payer medicare; lines 00810 unit MJ x45 $400 @1",
            finds=("lines[0].modifiers",),
        ),
        Example(
            "only monitored care is told",
            "payer medicare; lines 00810-QS unit MJ x45 $400 @1",
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if is_anesthesia(line.code) and not line.has(*WHO):
                message = f"{line.code} does not say who gave the anesthesia."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
