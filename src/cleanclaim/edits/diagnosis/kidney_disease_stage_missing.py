"""Hypertensive kidney disease without its stage."""

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


class KidneyDiseaseStageMissing(Edit):
    """Hypertensive kidney disease without its stage.

    ## Why it matters
    A code of hypertensive kidney disease is completed by the stage of the chronic kidney
    disease.
    """

    id = "DXC032"
    name = "kidney-disease-stage-missing"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("I12*", "I13*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.9.a.2"),)
    predicts = (CARC("16"),)
    fix = "Add the stage (N18.-)."
    examples = (
        Example("with the stage", "dx I12.9, N18.30"),
        Example("without", "dx I12.9", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        codes = facts_of(claim).numbered
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code.startswith(("I12", "I13")) and not any(one.startswith("N18") for one in codes):
                message = f"{dotted(code)} stands without the stage of the kidney disease (N18)."
                yield self.finding(claim, path, message, codes=(code,))
