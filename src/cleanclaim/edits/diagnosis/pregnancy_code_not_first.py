"""A code of pregnancy behind a code of another chapter."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class PregnancyCodeNotFirst(Edit):
    """A code of pregnancy behind a code of another chapter.

    ## Why it matters
    Codes of pregnancy, birth and the time after it come before those of all other chapters.
    """

    id = "DXC017"
    name = "pregnancy-code-not-first"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("O*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.15.a.1"),)
    predicts = (CARC("16"),)
    fix = "List the code of pregnancy (O00 to O9A) first."
    examples = (
        Example("pregnancy first", "dx O24.410, E66.9"),
        Example("behind another code", "dx E66.9, O24.410", finds=("diagnoses[0].code",)),
        Example("a normal pregnancy", "dx Z34.01"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        if first is None:
            return
        path, diagnosis = first
        code = undotted(diagnosis.code)
        if code[:1] not in ("O", "Z") and any(one.startswith("O") for one in facts_of(claim).numbered):
            message = f"{dotted(code)} is listed before a code of pregnancy."
            yield self.finding(claim, path, message, codes=(code,))
