"""A modifier twice on one line."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ModifierRepeated(Edit):
    """A modifier twice on one line.

    ## Why it matters
    The second says nothing, and takes a place that another modifier may need; front ends return
    such lines.
    """

    id = "MOD017"
    name = "modifier-repeated"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("modifier")
    severity = Severity.REVIEW
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Keep it once."
    examples = (
        Example("two modifiers", "lines 20610-59-RT $180 @1"),
        Example("one of them twice", "lines 20610-59-59 $180 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            twice = {one for one in line.modifiers if one and line.modifiers.count(one) > 1}
            for modifier in sorted(twice):
                once = ",".join(dict.fromkeys(line.modifiers))
                message = f"Modifier {modifier} stands more than once on the line."
                changes = (Change(f"{line.path}.modifiers", once, safe=True),)
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code,), changes=changes
                )
