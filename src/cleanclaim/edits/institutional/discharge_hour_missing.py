"""A final inpatient bill without the hour of discharge."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DischargeHourMissing(Edit):
    """A final inpatient bill without the hour of discharge.

    ## Why it matters
    Payers of stays ask for the hour of discharge on the last bill.
    """

    id = "INS014"
    name = "discharge-hour-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X223A2, 2300 DTP*096", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the hour of discharge."
    examples = (
        Example(
            "with it",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                'institutional.discharge_hour ""'
            ),
            finds=("institutional.discharge_hour",),
        ),
        Example(
            "an interim bill has none",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; bill 0112; "
                'discharged 1130 status 30; set institutional.discharge_hour ""'
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            facts.is_inpatient
            and claim.claim_frequency_code in ("1", "4")
            and details.patient_status not in ("", "30")
            and not details.discharge_hour
        ):
            message = "The patient has left, but the hour of discharge is missing."
            yield self.finding(claim, "institutional.discharge_hour", message, codes=())
