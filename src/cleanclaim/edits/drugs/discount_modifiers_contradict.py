"""JG and TB on one line."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DiscountModifiersContradict(Edit):
    """JG and TB on one line.

    ## Why it matters
    Both say that the drug was bought at the 340B discount, each for another kind of hospital; since
    2025 TB is left for all.
    """

    id = "DRU010"
    name = "discount-modifiers-contradict"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("JG")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("HCPCS Level II, October 2026: JG", "CMS HCPC2026_OCT_ANWEB, an excerpt"),
    )
    predicts = (CARC("4"),)
    fix = "Keep TB (JG ended on 2024-12-31)."
    examples = (
        Example(
            "one",
            "payer medicare; lines J3301-TB x4 $40 @1",
        ),
        Example(
            "both",
            "payer medicare; dos 2024-06-03; lines J3301-JG-TB x4 $40 @1",
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("JG") and line.has("TB"):
                kept = ",".join(one for one in line.modifiers if one != "JG")
                change = Change(f"{line.path}.modifiers", kept)
                message = "JG and TB both say that the drug was bought at the 340B discount."
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
