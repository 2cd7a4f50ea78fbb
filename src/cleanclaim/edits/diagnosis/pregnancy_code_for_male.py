"""A code of pregnancy for a male patient."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class PregnancyCodeForMale(Edit):
    """A code of pregnancy for a male patient.

    ## Why it matters
    Medicare's sex edits have ended, other payers' have not; mostly the patient, the sex or the
    record is wrong.
    """

    id = "DXC031"
    name = "pregnancy-code-for-male"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicaid", "commercial")),
        review_for=frozenset(("medicare", "unknown", "workers_comp", "auto")),
    )
    triggers = diagnoses("O*")
    severity = Severity.DENY
    sources = (reason_code("10"),)
    predicts = (CARC("10"),)
    fix = "Check whose record it is, and the patient's sex."
    examples = (
        Example("a woman", "patient self sex F; dx O24.410"),
        Example("a man", "patient self sex M; dx O24.410", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.patient.sex.strip().upper() != "M":
            return
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code.startswith("O"):
                message = f"{dotted(code)} is a code of pregnancy; the patient's sex is given as M."
                yield self.finding(claim, path, message, codes=(code,))
