"""Essential hypertension beside hypertensive heart or kidney disease."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class HypertensionRepeated(Edit):
    """Essential hypertension beside hypertensive heart or kidney disease.

    ## Why it matters
    The combined code holds the hypertension: I10 beside it codes it twice.
    """

    id = "DXC047"
    name = "hypertension-repeated"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = diagnoses("I10")
    severity = Severity.REVIEW
    sources = (
        coding_guideline("I.C.9.a"),
        reason_code("11"),
    )
    predicts = (CARC("11"),)
    fix = "Take I10 off."
    examples = (
        Example("the combined code", "dx I11.9"),
        Example("and hypertension", "dx I11.9, I10", finds=("diagnoses[1].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        combined = [code for code in facts_of(claim).diagnoses if code.startswith(("I11", "I12", "I13"))]
        for path, diagnosis in facts_of(claim).formed_diagnoses:
            if diagnosis.code.upper() == "I10" and combined and diagnosis.role in ("principal", "other"):
                message = f"I10 beside {combined[0]}, which holds the hypertension."
                yield self.finding(claim, path, message, codes=("I10", combined[0]))
