"""An institutional claim without the patient's discharge status."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import institutional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PatientStatusMissing(Edit):
    """An institutional claim without the patient's discharge status.

    ## Why it matters
    Every institutional claim says where the patient went, or that the patient is still there.
    """

    id = "INS007"
    name = "patient-status-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (institutional_guide("2300", "CL103"),)
    predicts = (CARC("16"),)
    fix = "Enter the discharge status (01 home, 30 still a patient, …)."
    examples = (
        Example("with it", "type institutional; "),
        Example(
            "without",
            "type institutional; without institutional.patient_status",
            finds=("institutional.patient_status",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if not details.patient_status:
            message = "The patient's discharge status is missing."
            yield self.finding(claim, "institutional.patient_status", message, codes=())
