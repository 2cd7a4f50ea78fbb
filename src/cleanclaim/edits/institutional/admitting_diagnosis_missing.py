"""An inpatient claim without an admitting diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AdmittingDiagnosisMissing(Edit):
    """An inpatient claim without an admitting diagnosis.

    ## Why it matters
    The payer compares what was suspected at admission with what was found: it asks for both.
    """

    id = "INS016"
    name = "admitting-diagnosis-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X223A2, 2300 HI*ABJ", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the admitting diagnosis."
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
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; dx I10:Y"
            ),
            finds=("diagnoses",),
        ),
        Example(
            "a newborn's admission",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; dx Z38.00:Y; set "
                "institutional.admission_type 4"
            ),
            finds=("diagnoses",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if facts.is_inpatient and not any(dx.role == "admitting" for dx in claim.diagnoses):
            message = "No admitting diagnosis is given."
            yield self.finding(claim, "diagnoses", message, codes=())
