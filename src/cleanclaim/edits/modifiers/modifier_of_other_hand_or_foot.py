"""A finger's modifier on a foot's line, or both hands and feet on one line."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_DIGITS = frozenset(f"{side}{place}" for side in "FT" for place in "A123456789")


class ModifierOfOtherHandOrFoot(Edit):
    """A finger's modifier on a foot's line, or both hands and feet on one line.

    ## Why it matters
    A line is done to one finger or toe: two of them contradict each other, or hide a second
    service.
    """

    id = "MOD025"
    name = "modifier-of-other-hand-or-foot"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("modifier")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "One line for each finger or toe."
    examples = (
        Example("one finger", "lines 26055-F8 $900 @1"),
        Example("two", "lines 26055-F7-F8 $900 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            named = [one for one in line.modifiers if one in _DIGITS]
            if len(set(named)) > 1:
                message = f"{line.code} names {' and '.join(named)} on one line."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
