"""More paid by the patient than was charged."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PatientPaidMoreThanCharged(Edit):
    """More paid by the patient than was charged.

    ## Why it matters
    The amount is wrong, or money has to be given back.
    """

    id = "CHG010"
    name = "patient-paid-more-than-charged"
    family = "charges"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("odd header")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct what the patient paid."
    examples = (
        Example("a co-payment", "set patient_paid 25"),
        Example("more than the charge", "set patient_paid 500", finds=("patient_paid",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.patient_paid is not None and claim.patient_paid > claim.charge:
            yield self.finding(
                claim, "patient_paid", f"The patient paid {claim.patient_paid} of {claim.charge}."
            )
