"""The adverse effect of a drug as the first-listed diagnosis."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed
from cleanclaim.edits.diagnosis.drugs import is_adverse_effect
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class AdverseEffectListedFirst(Edit):
    """The adverse effect of a drug as the first-listed diagnosis.

    ## Why it matters
    What the drug has done is listed first; the code of the drug says what did it.
    """

    id = "DXC019"
    name = "adverse-effect-listed-first"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("T3*", "T4*", "T5*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.19.e.5.a"),)
    predicts = (CARC("16"),)
    fix = "List the nature of the adverse effect first, and the drug after it."
    examples = (
        Example("after its effect", "dx R00.1, T46.5X5A"),
        Example("first", "dx T46.5X5A, R00.1", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        if first is None:
            return
        path, diagnosis = first
        code = undotted(diagnosis.code)
        if is_adverse_effect(code):
            message = f"{dotted(code)} (adverse effect) is listed first."
            yield self.finding(claim, path, message, codes=(code,))
