"""An interim bill for a patient who has left."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class InterimBillThoughDischarged(Edit):
    """An interim bill for a patient who has left.

    ## Why it matters
    Frequency 2 and 3 say that more bills follow: the patient must still be there.
    """

    id = "INS011"
    name = "interim-bill-though-discharged"
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
    fix = "Correct the frequency (4 for the last bill) or the status (30)."
    examples = (
        Example(
            "still a patient",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; bill 0112; "
                "discharged 1130 status 30"
            ),
        ),
        Example(
            "discharged home",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; bill 0113"
            ),
            finds=("institutional.patient_status",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            details.patient_status not in ("", "30")
            and claim.claim_frequency_code in ("2", "3")
            and facts.is_inpatient
        ):
            message = f"An interim bill ({claim.claim_frequency_code}), but status {details.patient_status}."
            yield self.finding(claim, "institutional.patient_status", message, codes=())
