"""Equipment without saying whether it was bought or rented."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PurchaseOrRentalMissing(Edit):
    """Equipment without saying whether it was bought or rented.

    ## Why it matters
    NU, UE or RR decides the amount: the equipment contractor returns a line without.
    """

    id = "DME001"
    name = "purchase-or-rental-missing"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = codes("E*")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 20", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Add NU (new), UE (used) or RR (rented)."
    examples = (
        Example("rented", "payer medicare; place 12; lines E0260-RR $150 @1"),
        Example("not said", "payer medicare; place 12; lines E0260 $150 @1", finds=("lines[0].modifiers",)),
        Example("an orthosis is always bought", "payer medicare; place 12; lines L1833 $150 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.code[:1] == "E"
                and len(line.code) == 5
                and not line.has("NU", "UE", "RR", "RA", "RB", "KR", "MS", "GA", "GY", "GZ")
            ):
                message = f"{line.code} is not said to be bought or rented."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
