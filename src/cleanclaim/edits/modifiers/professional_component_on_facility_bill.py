"""The professional component (26) on a hospital's bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ProfessionalComponentOnFacilityBill(Edit):
    """The professional component (26) on a hospital's bill.

    ## Why it matters
    A hospital bills its own part: the reading is on the practitioner's claim.
    """

    id = "MOD051"
    name = "professional-component-on-facility-bill"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = modifiers("26")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take 26 off, or bill the reading on a professional claim."
    examples = (
        Example("the hospital's part", "type institutional; line 71046 $100 rev 0320"),
        Example("with 26", "type institutional; line 71046-26 $100 rev 0320", finds=("lines[1].modifiers",)),
        Example(
            "a critical access hospital that bills its practitioners",
            "type institutional; bill 851; line 71046-26 $100 rev 0972",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("26") and not line.line.revenue_code.startswith(("096", "097", "098")):
                message = f"{line.code}-26 on a facility's bill."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
