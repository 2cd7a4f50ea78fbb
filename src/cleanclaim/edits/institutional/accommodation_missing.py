"""A stay without a line of accommodation."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AccommodationMissing(Edit):
    """A stay without a line of accommodation.

    ## Why it matters
    A stay is paid by its days: without a line of room and board the payer returns the bill.
    """

    id = "INS019"
    name = "accommodation-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 3", verified=False),)
    predicts = (CARC("16"),)
    fix = "Add the accommodation with its days."
    examples = (
        Example(
            "with a room",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "without", "type institutional; bill 0111; dx I10:Y; lines 71046 $100 rev 0320", finds=("lines",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            facts.bill_type[:2] == "11"
            and bool(claim.lines)
            and not any(
                "0100" <= (line.revenue_code or "") <= "0219"
                or (line.revenue_code or "").startswith(("100", "002"))
                for line in claim.lines
            )
        ):
            message = "An inpatient bill has no line of accommodation (revenue code 010x to 021x)."
            yield self.finding(claim, "lines", message, codes=())
