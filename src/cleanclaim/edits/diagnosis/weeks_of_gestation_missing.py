"""A complication of pregnancy without the weeks of gestation."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable


class WeeksOfGestationMissing(Edit):
    """A complication of pregnancy without the weeks of gestation.

    ## Why it matters
    The weeks (Z3A) are reported with codes of the pregnancy; some payers ask for them.
    """

    id = "DXC048"
    name = "weeks-of-gestation-missing"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = diagnoses("O1*", "O2*", "O3*", "O4*", "O6*")
    severity = Severity.INFORM
    sources = (coding_guideline("I.C.21.c.11"),)
    fix = "Add the code of the weeks."
    examples = (
        Example("with the weeks", "patient self sex F; dx O24.410, Z3A.20"),
        Example("without", "patient self sex F; dx O24.410", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if any(code.startswith("Z3A") for code in facts_of(claim).diagnoses):
            return
        for path, diagnosis in facts_of(claim).formed_diagnoses:
            if diagnosis.code.upper().startswith(("O1", "O2", "O3", "O4", "O6")):
                message = f"{diagnosis.code}, but the weeks of gestation (Z3A) are not told."
                yield self.finding(claim, path, message, codes=(diagnosis.code,))
                return
