"""Cost sharing taken from a patient who may not be asked for any."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.context import ELIGIBILITY
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import Citation


class ProtectedPatientHasPaid(Edit):
    """Cost sharing taken from a patient who may not be asked for any.

    ## Why it matters
    A qualified Medicare beneficiary owes neither deductible nor coinsurance: what was taken has to be
    given back, and asking for it is forbidden.
    """

    id = "COB040"
    name = "protected-patient-has-paid"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)))
    triggers = having(ELIGIBILITY)
    severity = Severity.REVIEW
    sources = (Citation("Social Security Act, section 1902(n)(3)(B)", verified=False),)
    fix = "Give the amount back to the patient, and bill Medicaid after Medicare."
    examples = (
        Example(
            "nothing was taken",
            "payer medicare",
            context=("eligibility member_id=1EG4TE5MK73 no_cost_sharing=true",),
        ),
        Example(
            "a copayment was taken",
            "payer medicare; set patient_paid 20.00",
            finds=("patient_paid",),
            context=("eligibility member_id=1EG4TE5MK73 no_cost_sharing=true",),
        ),
        Example(
            "another patient",
            "payer medicare; set patient_paid 20.00",
            context=("eligibility member_id=1EG4TE5MK73",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        answers = rules.context.eligibility_of(claim.coverage)
        if answers and answers[-1].no_cost_sharing and claim.patient_paid and claim.patient_paid > 0:
            message = f"The patient has paid {claim.patient_paid}, but may not be asked for any cost sharing."
            yield self.finding(claim, "patient_paid", message)
