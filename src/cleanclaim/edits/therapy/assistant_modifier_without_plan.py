"""A therapist's assistant without, or under the wrong plan."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AssistantModifierWithoutPlan(Edit):
    """A therapist's assistant without, or under the wrong plan.

    ## Why it matters
    CQ belongs to physical therapy (GP), CO to occupational therapy (GO): otherwise the line is
    returned.
    """

    id = "THR003"
    name = "assistant-modifier-without-plan"
    family = "therapy"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("CQ", "CO")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 5", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "CQ with GP, CO with GO."
    examples = (
        Example("an assistant of physical therapy", "payer medicare; lines 97110-GP-CQ x2 $80 @1"),
        Example(
            "under the other plan",
            "payer medicare; lines 97110-GO-CQ x2 $80 @1",
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (line.has("CQ") and not line.has("GP")) or (line.has("CO") and not line.has("GO")):
                message = f"{line.code}: CQ goes with GP, and CO with GO."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
