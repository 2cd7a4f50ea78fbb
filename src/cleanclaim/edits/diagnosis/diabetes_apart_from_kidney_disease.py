"""Diabetes without complication beside chronic kidney disease."""

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


class DiabetesApartFromKidneyDisease(Edit):
    """Diabetes without complication beside chronic kidney disease.

    ## Why it matters
    The classification presumes a relation between diabetes and chronic kidney disease.
    """

    id = "DXC026"
    name = "diabetes-apart-from-kidney-disease"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("E089", "E099", "E109", "E119", "E139")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.A.15"),)
    predicts = (CARC("16"),)
    fix = "Report the diabetes with its kidney complication, unless the record says that they are unrelated."
    examples = (
        Example("together", "dx E11.22, N18.30"),
        Example("apart", "dx E11.9, N18.30", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        codes = facts_of(claim).numbered
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code in ("E089", "E099", "E109", "E119", "E139") and any(
                one.startswith("N18") for one in codes
            ):
                message = f"{dotted(code)} stands beside chronic kidney disease, taken to be related."
                yield self.finding(claim, path, message, codes=(code,))
