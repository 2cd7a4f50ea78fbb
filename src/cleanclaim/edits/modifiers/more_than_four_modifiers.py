"""More modifiers than a line has places for."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class MoreThanFourModifiers(Edit):
    """More modifiers than a line has places for.

    ## Why it matters
    A line has four places: the fifth is lost or the line returned.
    """

    id = "MOD027"
    name = "more-than-four-modifiers"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("modifier")
    severity = Severity.REJECT
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Keep the four that decide the payment; use 99 where the payer takes it."
    examples = (
        Example("four", "lines 20610-59-RT-51-XS $180 @1"),
        Example("five", "lines 20610-59-RT-51-GC-KX $180 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if len(line.modifiers) > 4:
                message = f"{line.code} has {len(line.modifiers)} modifiers; there are four places."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
