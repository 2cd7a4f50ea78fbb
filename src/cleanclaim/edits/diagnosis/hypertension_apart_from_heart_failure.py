"""Hypertension and heart failure coded apart."""

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


class HypertensionApartFromHeartFailure(Edit):
    """Hypertension and heart failure coded apart.

    ## Why it matters
    The classification presumes that hypertension causes heart disease: together they are I11 or
    I13, with the failure beside it.
    """

    id = "DXC024"
    name = "hypertension-apart-from-heart-failure"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("I10")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.9.a.1"),)
    predicts = (CARC("16"),)
    fix = (
        "Report I11.0 (or I13) with the code of the failure, unless the record says that they are unrelated."
    )
    examples = (
        Example("together", "dx I11.0, I50.9"),
        Example("apart", "dx I10, I50.9", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        codes = facts_of(claim).numbered
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code == "I10" and any(one.startswith("I50") for one in codes):
                message = (
                    "I10 stands beside heart failure, which the classification takes to be caused by it."
                )
                yield self.finding(claim, path, message, codes=(code,))
