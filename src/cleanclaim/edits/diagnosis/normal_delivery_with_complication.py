"""A normal delivery beside another code of pregnancy."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, undotted


class NormalDeliveryWithComplication(Edit):
    """A normal delivery beside another code of pregnancy.

    ## Why it matters
    O80 is for a delivery without any complication: no other code of the chapter goes with it.
    """

    id = "DXC028"
    name = "normal-delivery-with-complication"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("O80")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.15.n"),)
    predicts = (CARC("16"),)
    fix = "Report the complication, and take O80 off."
    examples = (
        Example("alone", "dx O80, Z37.0"),
        Example("with a complication", "dx O80, O42.02, Z37.0", finds=("diagnoses[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        codes = facts_of(claim).numbered
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if code == "O80" and any(one.startswith("O") and one != "O80" for one in codes):
                message = "O80 (normal delivery) stands beside another code of pregnancy."
                yield self.finding(claim, path, message, codes=(code,))
