"""GV and GW on one line."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class HospiceModifiersContradict(Edit):
    """GV and GW on one line.

    ## Why it matters
    GV says that the service belongs to the terminal illness and is the attending physician's,
    GW that it has nothing to do with it.
    """

    id = "MOD022"
    name = "hospice-modifiers-contradict"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("GV", "GW")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 11", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Keep the one that the record supports."
    examples = (
        Example("unrelated", "payer medicare; lines 99213-GW $125 @1"),
        Example("both", "payer medicare; lines 99213-GV-GW $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("GV") and line.has("GW"):
                yield self.finding(
                    claim, f"{line.path}.modifiers", "GV and GW contradict each other.", codes=(line.code,)
                )
