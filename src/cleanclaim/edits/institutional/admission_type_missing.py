"""An institutional claim without the type of admission."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import institutional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AdmissionTypeMissing(Edit):
    """An institutional claim without the type of admission.

    ## Why it matters
    Payers ask for the type of admission or visit on every institutional claim.
    """

    id = "INS008"
    name = "admission-type-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (institutional_guide("2300", "CL101"),)
    predicts = (CARC("16"),)
    fix = "Enter the type of admission (1 emergency, 2 urgent, 3 elective, 4 newborn, 5 trauma, 9 not known)."
    examples = (
        Example("with it", "type institutional; "),
        Example(
            "without",
            "type institutional; without institutional.admission_type",
            finds=("institutional.admission_type",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if not details.admission_type:
            message = "The type of admission is missing."
            yield self.finding(claim, "institutional.admission_type", message, codes=())
