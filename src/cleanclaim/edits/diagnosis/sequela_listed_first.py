"""The code of an old injury before the condition that it left."""

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


class SequelaListedFirst(Edit):
    """The code of an old injury before the condition that it left.

    ## Why it matters
    The condition that is treated now is listed first, the code with the 7th character S after
    it.
    """

    id = "DXC021"
    name = "sequela-listed-first"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("S*", "T*", "M*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.B.10"),)
    predicts = (CARC("16"),)
    fix = "List the present condition first."
    examples = (
        Example("after the condition", "dx L90.5, T22.211S"),
        Example("first", "dx T22.211S, L90.5", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        if first is None:
            return
        path, diagnosis = first
        code = undotted(diagnosis.code)
        if len(code) == 7 and code.endswith("S") and code[:1] in "STM" and len(facts_of(claim).numbered) > 1:
            message = f"{dotted(code)} (sequela) is listed before the condition that it left."
            yield self.finding(claim, path, message, codes=(code,))
