"""A delivery without its outcome."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class OutcomeOfDeliveryMissing(Edit):
    """A delivery without its outcome.

    ## Why it matters
    Every mother's record with a delivery has a code of category Z37, and only one.
    """

    id = "DXC027"
    name = "outcome-of-delivery-missing"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("O80*", "O82*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.15.b.5"),)
    predicts = (CARC("16"),)
    fix = "Add the outcome of delivery (Z37.-)."
    examples = (
        Example("with the outcome", "dx O80, Z37.0"),
        Example("without", "dx O80", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        codes = facts_of(claim).numbered
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code.startswith(("O80", "O82")) and not any(one.startswith("Z37") for one in codes):
                message = f"{dotted(code)} stands without an outcome of delivery (Z37)."
                yield self.finding(claim, path, message, codes=(code,))
