"""An encounter for radiation, chemotherapy or immunotherapy without the neoplasm."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class CancerTreatmentWithoutNeoplasm(Edit):
    """An encounter for radiation, chemotherapy or immunotherapy without the neoplasm.

    ## Why it matters
    Z51.0, Z51.11 and Z51.12 say that a neoplasm is treated, which stands behind them: without
    it the treatment has no reason.
    """

    id = "DXC046"
    name = "cancer-treatment-without-neoplasm"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = diagnoses("Z510", "Z511*")
    severity = Severity.REVIEW
    sources = (
        coding_guideline("I.C.2.e.2"),
        reason_code("11"),
    )
    predicts = (CARC("11"),)
    fix = "Add the code of the neoplasm that is treated."
    examples = (
        Example("with the neoplasm", "dx Z51.11, C18.9"),
        Example("without", "dx Z51.11", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        coded = facts_of(claim).diagnoses
        if any(code.startswith(("C", "D0", "D3", "D4")) for code in coded):
            return
        for path, diagnosis in facts_of(claim).formed_diagnoses:
            if diagnosis.code.replace(".", "").upper() in ("Z510", "Z5111", "Z5112"):
                message = f"{diagnosis.code} treats a neoplasm, but none is coded."
                yield self.finding(claim, path, message, codes=(diagnosis.code,))
                return
