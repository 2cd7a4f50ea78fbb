"""Hypertension and chronic kidney disease coded apart."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, undotted


class HypertensionApartFromKidneyDisease(Edit):
    """Hypertension and chronic kidney disease coded apart.

    ## Why it matters
    The classification presumes a relation between hypertension and chronic kidney disease:
    together they are I12 or I13, with the stage beside it.
    """

    id = "DXC025"
    name = "hypertension-apart-from-kidney-disease"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("I10")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.9.a.2"),)
    predicts = (CARC("16"),)
    fix = "Report I12 (or I13) with the stage, unless the record says that they are unrelated."
    examples = (
        Example("together", "dx I12.9, N18.30"),
        Example("apart", "dx I10, N18.30", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        codes = facts_of(claim).numbered
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code == "I10" and any(one.startswith("N18") for one in codes):
                message = (
                    "I10 stands beside chronic kidney disease, which the classification takes to be related."
                )
                yield self.finding(claim, path, message, codes=(code,))
