"""Status 09 on a stay."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class OutpatientAdmittedStatusOnStay(Edit):
    """Status 09 on a stay.

    ## Why it matters
    09 says that an outpatient was admitted here: on the stay itself it says nothing.
    """

    id = "INS053"
    name = "outpatient-admitted-status-on-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*")
    severity = Severity.REVIEW
    sources = (Citation("CMS Blue Button 2.0, BENE-PTNT-STUS-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Enter where the patient went, or 30."
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
            "09",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; discharged 1130 "
                "status 09"
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
        if facts.bill_type[:2] == "11" and details.patient_status == "09":
            message = "Status 09 (admitted as inpatient) on an inpatient bill."
            yield self.finding(claim, "institutional.patient_status", message, codes=())
