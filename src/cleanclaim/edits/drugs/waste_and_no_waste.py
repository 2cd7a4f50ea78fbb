"""A drug with waste and with the statement that there was none."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class WasteAndNoWaste(Edit):
    """A drug with waste and with the statement that there was none.

    ## Why it matters
    JZ says that nothing was thrown away, JW that something was: on one day they contradict each
    other.
    """

    id = "DRU005"
    name = "waste-and-no-waste"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("JW")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 17, section 40", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Keep JZ if nothing was wasted; otherwise JW on the waste, and no JZ on the dose."
    examples = (
        Example("nothing wasted", "payer medicare; lines J9035-JZ x40 $900 @1"),
        Example(
            "both",
            "payer medicare; lines J9035-JZ x30 $900 @1 | J9035-JW x10 $300 @1",
            finds=("lines[1].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        none_wasted = {(line.code, line.day) for line in facts_of(claim).lines if line.has("JZ")}
        for line in facts_of(claim).lines:
            if line.has("JW") and not line.has("JZ") and (line.code, line.day) in none_wasted:
                message = f"{line.code} on {line.day} has JZ (nothing wasted) and JW (waste)."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
