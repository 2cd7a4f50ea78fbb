"""A modifier that decides the amount behind one that informs."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_PRICING = frozenset(("26", "TC", "50", "53", "62", "80", "81", "82", "AS", "54", "55"))
_INFORMING = frozenset(("LT", "RT", "GC", "KX", "GA", "GY", "GZ", "Q6", "Q5", "AT", "CR"))


class PricingModifierNotFirst(Edit):
    """A modifier that decides the amount behind one that informs.

    ## Why it matters
    Payers read the first modifiers for the amount: behind a side a component may be overlooked.
    """

    id = "MOD035"
    name = "pricing-modifier-not-first"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("26", "TC", "50", "53", "62", "80", "AS")
    severity = Severity.INFORM
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Put 26, TC, 50 or 53 before sides and remarks."
    examples = (
        Example("first", "lines 73562-26-RT $20 @1"),
        Example("behind the side", "lines 73562-RT-26 $20 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if any(one in _PRICING for one in line.modifiers[1:]) and line.modifiers[0] in _INFORMING:
                message = f"{line.code}: {', '.join(line.modifiers)}."
                first = [one for one in line.modifiers if one in _PRICING]
                ordered = ",".join((*first, *(one for one in line.modifiers if one not in _PRICING)))
                change = Change(f"{line.path}.modifiers", ordered)
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
