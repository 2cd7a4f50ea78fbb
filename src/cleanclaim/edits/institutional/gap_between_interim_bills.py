"""A continuing bill that does not begin the day after the one before it."""

from collections.abc import Iterator
from datetime import timedelta

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.history import (
    claims_beside,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class GapBetweenInterimBills(Edit):
    """A continuing bill that does not begin the day after the one before it.

    ## Why it matters
    Bills of one stay follow each other in sequence: after a gap or overlap the payer returns
    them.
    """

    id = "INS115"
    name = "gap-between-interim-bills"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 1, section 50.2", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Send the bill of the missing days first, or correct the days."
    examples = (
        Example(
            "the next day",
            (
                "type institutional; bill 0113; admitted 2025-11-01 0815; dos "
                "2025-11-11..2025-11-14; set institutional.patient_status 30; lines none rev "
                "0120 x4 $2000"
            ),
            history=(
                (
                    "type institutional; bill 0112; admitted 2025-11-01 0815; dos "
                    "2025-11-01..2025-11-10; set institutional.patient_status 30; lines none rev "
                    "0120 x10 $2000; set patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "two days later",
            (
                "type institutional; bill 0113; admitted 2025-11-01 0815; dos "
                "2025-11-13..2025-11-14; set institutional.patient_status 30; lines none rev "
                "0120 x2 $2000"
            ),
            finds=("institutional.statement",),
            history=(
                (
                    "type institutional; bill 0112; admitted 2025-11-01 0815; dos "
                    "2025-11-01..2025-11-10; set institutional.patient_status 30; lines none rev "
                    "0120 x10 $2000; set patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None or claim.claim_frequency_code not in ("3", "4"):
            return
        ends = [
            other.institutional.statement.end
            for other in claims_beside(claim, rules)
            if other.institutional is not None
            and other.institutional.statement is not None
            and other.institutional.facility_type == details.facility_type
            and other.billing_provider.npi == claim.billing_provider.npi
            and other.institutional.admission_date == details.admission_date
            and other.claim_frequency_code in ("2", "3")
            and other.institutional.statement.start < details.statement.start
        ]
        if ends and details.statement.start != max(ends) + timedelta(days=1):
            message = f"Begins on {details.statement.start}, but the bill before it ended on {max(ends)}."
            yield self.finding(claim, "institutional.statement", message)
