"""An unscheduled outpatient visit without the patient's reason for it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ReasonForVisitMissing(Edit):
    """An unscheduled outpatient visit without the patient's reason for it.

    ## Why it matters
    For emergency and urgent visits payers ask why the patient came.
    """

    id = "INS017"
    name = "reason-for-visit-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("13*", "85*")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X223A2, 2300 HI*APR", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the patient's reason for the visit as a diagnosis code."
    examples = (
        Example("scheduled", "type institutional; "),
        Example(
            "emergency, with a reason",
            (
                "type institutional; dx R07.9, R07.9 as reason_for_visit; set "
                "institutional.admission_type 1; lines 99283 $500 rev 0450"
            ),
        ),
        Example(
            "without",
            ("type institutional; dx R07.9; set institutional.admission_type 1; lines 99283 $500 rev 0450"),
            finds=("diagnoses",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            facts.bill_type[:2] in ("13", "85")
            and details.admission_type in ("1", "2", "5")
            and any(
                (line.revenue_code or "").startswith(("045", "0516", "0526", "0762")) for line in claim.lines
            )
            and not any(dx.role == "reason_for_visit" for dx in claim.diagnoses)
        ):
            message = "An unscheduled visit, but no reason for it is given."
            yield self.finding(claim, "diagnoses", message, codes=())
