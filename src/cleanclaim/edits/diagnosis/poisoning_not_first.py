"""A poisoning listed behind its effect."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.diagnosis.drugs import is_poisoning
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted


class PoisoningNotFirst(Edit):
    """A poisoning listed behind its effect.

    ## Why it matters
    The code of the poisoning comes first, what it has done after it.
    """

    id = "DXC030"
    name = "poisoning-not-first"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("T3*", "T4*", "T5*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.19.e.5.b"),)
    predicts = (CARC("16"),)
    fix = "List the poisoning first."
    examples = (
        Example("first", "dx T40.2X1A, R40.20"),
        Example("behind its effect", "dx R40.20, T40.2X1A", finds=("diagnoses[1].code",)),
        Example("several substances", "dx T40.2X1A, T42.4X1A, R40.20"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        numbered = facts_of(claim).numbered
        if not numbered or is_poisoning(numbered[0]):
            return
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if diagnosis.role in ("principal", "other") and is_poisoning(code) and code.endswith("A"):
                message = f"{dotted(code)} (poisoning) is listed behind {dotted(numbered[0])}."
                yield self.finding(claim, path, message, codes=(code,))
                return
