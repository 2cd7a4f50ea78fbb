"""Condition code 40 (same-day transfer) on a stay of several days."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class SameDayTransferOfSeveralDays(Edit):
    """Condition code 40 (same-day transfer) on a stay of several days.

    ## Why it matters
    The code says that the patient was admitted and transferred on one day: with other days it
    contradicts the bill.
    """

    id = "INS067"
    name = "same-day-transfer-of-several-days"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*")
    severity = Severity.REVIEW
    sources = (Citation("CMS Blue Button 2.0, CLM-RLT-COND-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Take the code off, or correct the days."
    examples = (
        Example(
            "one day",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17; statement "
                "2025-11-17..2025-11-17; discharged 2130 status 02; dx I10:Y, I10:Y as admitting; "
                "lines none rev 0120 x1 $2000; conditions 40"
            ),
        ),
        Example(
            "two days",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; conditions 40"
            ),
            finds=("institutional.conditions[0]",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None or "40" not in details.conditions:
            return
        if details.statement.end > details.statement.start:
            path = f"institutional.conditions[{details.conditions.index('40')}]"
            days = f"from {details.statement.start} to {details.statement.end}"
            message = f"Condition code 40, but the bill runs {days}."
            yield self.finding(claim, path, message, codes=("40",))
