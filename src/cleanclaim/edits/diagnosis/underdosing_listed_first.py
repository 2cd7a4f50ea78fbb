"""Underdosing as the first-listed diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed
from cleanclaim.edits.diagnosis.drugs import is_underdosing
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class UnderdosingListedFirst(Edit):
    """Underdosing as the first-listed diagnosis.

    ## Why it matters
    A code of underdosing says why a condition got worse; it is never the reason for the
    encounter itself.
    """

    id = "DXC018"
    name = "underdosing-listed-first"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("T3*", "T4*", "T5*")
    severity = Severity.DENY
    sources = (coding_guideline("I.C.19.e.5.c"),)
    predicts = (CARC("16"),)
    fix = "List the condition first, and the underdosing after it."
    examples = (
        Example("after the condition", "dx I10, T46.5X6A, Z91.148"),
        Example("first", "dx T46.5X6A, I10", finds=("diagnoses[0].code",)),
        Example("an adverse effect is not meant", "dx I10, T46.5X5A"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        if first is None:
            return
        path, diagnosis = first
        code = undotted(diagnosis.code)
        if is_underdosing(code):
            message = f"{dotted(code)} (underdosing) is listed first."
            yield self.finding(claim, path, message, codes=(code,))
