"""Q5 and Q6 on one line."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class SubstitutesContradict(Edit):
    """Q5 and Q6 on one line.

    ## Why it matters
    Q5 says that the substitute is paid by a return of the favour, Q6 that he is paid for his time: one
    service cannot be both.
    """

    id = "MOD037"
    name = "substitutes-contradict"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("Q5")
    severity = Severity.DENY
    sources = (
        Citation(
            "First Coast Service Options: Reciprocal billing and fee-for-time compensation arrangements",
            "medicare.fcso.com, last modified 2/22/2024",
        ),
        reason_code("4"),
    )
    predicts = (CARC("4"),)
    fix = "Keep the one that the arrangement is."
    examples = (
        Example(
            "a substitute",
            "payer medicare; lines 99213-Q6 $125 @1",
        ),
        Example("both", "payer medicare; lines 99213-Q5-Q6 $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("Q5") and line.has("Q6"):
                message = "Q5 and Q6 name two arrangements with a substitute."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
