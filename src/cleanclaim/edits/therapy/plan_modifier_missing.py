"""Outpatient therapy without the modifier of its plan."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.therapy.services import ALWAYS_THERAPY
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PlanModifierMissing(Edit):
    """Outpatient therapy without the modifier of its plan.

    ## Why it matters
    GN, GO or GP says under which plan of care the service was given: Medicare returns therapy
    without it.
    """

    id = "THR001"
    name = "plan-modifier-missing"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("97*", "92*")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("CMS, therapy code list", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Add GP (physical), GO (occupational) or GN (speech-language)."
    examples = (
        Example("physical therapy", "payer medicare; lines 97110-GP x2 $80 @1"),
        Example("without", "payer medicare; lines 97110 x2 $80 @1", finds=("lines[0].modifiers",)),
        Example("no therapy", "payer medicare; lines 99213 $125 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in ALWAYS_THERAPY and not line.has("GN", "GO", "GP"):
                message = f"{line.code} is always therapy, but has no GN, GO or GP."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
