"""Severe sepsis as the first-listed diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class SevereSepsisListedFirst(Edit):
    """Severe sepsis as the first-listed diagnosis.

    ## Why it matters
    The code of the systemic infection comes first; R65.2- is never principal.
    """

    id = "DXC020"
    name = "severe-sepsis-listed-first"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("R652*")
    severity = Severity.DENY
    sources = (coding_guideline("I.C.1.d.3"),)
    predicts = (CARC("16"),)
    fix = "List the systemic infection (A40, A41, …) first."
    examples = (
        Example("after the infection", "dx A41.9, R65.20"),
        Example("first", "dx R65.20, A41.9", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        if first is None:
            return
        path, diagnosis = first
        code = undotted(diagnosis.code)
        if code.startswith("R652"):
            message = f"{dotted(code)} is listed first; it never is."
            yield self.finding(claim, path, message, codes=(code,))
