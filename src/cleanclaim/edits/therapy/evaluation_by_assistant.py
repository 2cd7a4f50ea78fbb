"""A therapy evaluation by an assistant."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_EVALUATIONS = frozenset(("97161", "97162", "97163", "97164", "97165", "97166", "97167", "97168"))


class EvaluationByAssistant(Edit):
    """A therapy evaluation by an assistant.

    ## Why it matters
    Evaluations are done by the therapist: with CQ or CO they are denied.
    """

    id = "THR006"
    name = "evaluation-by-assistant"
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
    fix = "Take CQ or CO off, if the therapist did it."
    examples = (
        Example("by the therapist", "payer medicare; lines 97161-GP $120 @1"),
        Example(
            "by an assistant", "payer medicare; lines 97161-GP-CQ $120 @1", finds=("lines[0].modifiers",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("CQ", "CO") and line.code in _EVALUATIONS:
                message = f"{line.code} is an evaluation, but an assistant is named."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
