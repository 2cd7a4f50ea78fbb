"""JG on a service after it ended."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_LAST = date(2024, 12, 31)


class DiscountModifierEnded(Edit):
    """JG on a service after it ended.

    ## Why it matters
    JG told of drugs bought at the 340B discount until 2024-12-31; since then TB alone does. A modifier
    that has ended is refused.
    """

    id = "DRU011"
    name = "discount-modifier-ended"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("JG")
    explained_by = ("MOD021",)
    severity = Severity.REJECT
    sources = (
        Citation("HCPCS Level II, October 2026: JG", "CMS HCPC2026_OCT_ANWEB, an excerpt"),
        reason_code("4"),
    )
    predicts = (CARC("4"),)
    fix = "Use TB."
    examples = (
        Example(
            "its last day",
            "payer medicare; dos 2024-12-31; lines J3301-JG x4 $40 @1",
        ),
        Example(
            "the day after",
            "payer medicare; dos 2025-01-01; lines J3301-JG x4 $40 @1",
            finds=("lines[0].modifiers",),
        ),
        Example(
            "its successor",
            "payer medicare; lines J3301-TB x4 $40 @1",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("JG") and not line.has("TB") and line.day is not None and line.day > _LAST:
                change = Change(
                    f"{line.path}.modifiers", ",".join("TB" if one == "JG" else one for one in line.modifiers)
                )
                message = f"JG ended on {_LAST}; the drug was given on {line.day}."
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
