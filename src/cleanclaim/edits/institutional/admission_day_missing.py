"""An inpatient claim without the day of admission."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AdmissionDayMissing(Edit):
    """An inpatient claim without the day of admission.

    ## Why it matters
    The payer counts the stay from its day of admission.
    """

    id = "INS013"
    name = "admission-day-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    severity = Severity.REJECT
    sources = (
        Citation("ASC X12N 837 005010X223A2, 2300 DTP*435", verified=False),
        reason_code("16"),
    )
    predicts = (CARC("16"),)
    fix = "Enter the day and hour of admission."
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
                "institutional.admission_date null"
            ),
            finds=("institutional.admission_date",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if facts.is_inpatient and details.admission_date is None:
            message = "The day of admission is missing."
            yield self.finding(claim, "institutional.admission_date", message, codes=())
