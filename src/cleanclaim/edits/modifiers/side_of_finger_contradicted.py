"""LT or RT beside a finger or toe of the other side."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_LEFT = ("FA", "F1", "F2", "F3", "F4", "TA", "T1", "T2", "T3", "T4", "E1", "E2")
_RIGHT = ("F5", "F6", "F7", "F8", "F9", "T5", "T6", "T7", "T8", "T9", "E3", "E4")


class SideOfFingerContradicted(Edit):
    """LT or RT beside a finger or toe of the other side.

    ## Why it matters
    F1 to F4 and FA are of the left hand, F5 to F9 of the right; toes likewise. The line
    contradicts itself.
    """

    id = "MOD026"
    name = "side-of-finger-contradicted"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("LT", "RT")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Correct the side or the finger."
    examples = (
        Example("the same side", "lines 26055-F8-RT $900 @1"),
        Example("the other", "lines 26055-F8-LT $900 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (line.has("LT") and line.has(*_RIGHT)) or (line.has("RT") and line.has(*_LEFT)):
                message = f"{line.code}: {', '.join(line.modifiers)} name both sides."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "LT", "RT"),
                )
