"""A final bill for a patient who is still there."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class StillAPatientThoughDischarged(Edit):
    """A final bill for a patient who is still there.

    ## Why it matters
    Frequency 1 and 4 close a stay: with status 30 the payer waits for more bills, and holds or
    denies this one.
    """

    id = "INS010"
    name = "still-a-patient-though-discharged"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    severity = Severity.DENY
    sources = (
        Citation("CMS Blue Button 2.0, BENE-PTNT-STUS-CD", "August 2026"),
        Citation("CMS Blue Button 2.0, CLM-BILL-FREQ-CD", "August 2026"),
    )
    predicts = (CARC("16"),)
    fix = "Correct the status, or bill as interim (frequency 2 or 3)."
    examples = (
        Example(
            "discharged home",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "still a patient",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; discharged 1130 "
                "status 30"
            ),
            finds=("institutional.patient_status",),
        ),
        Example(
            "an interim bill",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; bill 0112; "
                "discharged 1130 status 30"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if details.patient_status == "30" and claim.claim_frequency_code in ("1", "4") and facts.is_inpatient:
            message = (
                f"Frequency {claim.claim_frequency_code} is final, but the status is 30, still a patient."
            )
            yield self.finding(claim, "institutional.patient_status", message, codes=())
