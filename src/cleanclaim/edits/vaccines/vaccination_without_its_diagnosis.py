"""A vaccination without the diagnosis of one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.vaccines.services import is_vaccine
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class VaccinationWithoutItsDiagnosis(Edit):
    """A vaccination without the diagnosis of one.

    ## Why it matters
    The reason for a vaccination is the encounter for it (Z23): with another diagnosis alone it
    is denied.
    """

    id = "VAC007"
    name = "vaccination-without-its-diagnosis"
    family = "vaccines"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("90*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.21.c.2"),)
    predicts = (CARC("11"),)
    fix = "Point the lines at Z23."
    examples = (
        Example("with it", "lines 90686 $30 @1 | 90471 $25 @1; dx Z23"),
        Example("without", "lines 90686 $30 @1 | 90471 $25 @1; dx I10", finds=("lines[0].pointers",)),
        Example("a tetanus shot for a wound", "lines 90715 $50 @1 | 90471 $25 @1; dx S61.011A, W26.0XXA"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        for line in facts.lines:
            codes = facts.diagnoses_of(line)
            if (
                is_vaccine(line.code)
                and codes
                and not any(code == "Z23" or code[:1] in "STWZ" for code in codes)
            ):
                message = f"{line.code} has no diagnosis of a vaccination (Z23)."
                yield self.finding(claim, f"{line.path}.pointers", message, codes=(line.code,))
                return
