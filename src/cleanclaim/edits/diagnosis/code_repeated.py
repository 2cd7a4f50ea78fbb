"""A diagnosis code that is on the claim more than once."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline, stedi
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted


class CodeRepeated(Edit):
    """A diagnosis code that is on the claim more than once.

    ## Why it matters
    Each code may be reported once for an encounter, also for both sides of the body;
    clearinghouses return the claim.
    """

    id = "DXC005"
    name = "code-repeated"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=HIPAA_PAYERS, review_for=OTHER_PAYERS)
    triggers = having("several diagnoses")
    severity = Severity.REJECT
    sources = (coding_guideline("I.B.12"), stedi("Duplicate diagnosis codes"))
    predicts = (CARC("16"),)
    fix = "Remove the repetition and renumber the pointers."
    examples = (
        Example("two codes", "dx I10, E11.9"),
        Example("the same code twice", "dx I10, E11.9, I10", finds=("diagnoses[2].code",)),
        Example("admitting and principal may be the same", "type institutional; dx I10 as admitting, I10"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each repetition."""
        seen: set[tuple[bool, str]] = set()
        for index, diagnosis in enumerate(claim.diagnoses):
            pointable = diagnosis.role in ("principal", "other")
            key = (pointable, diagnosis.code.upper().replace(".", ""))
            if not key[1] or diagnosis.role in ("admitting", "reason_for_visit"):
                continue
            if key in seen:
                message = f"{dotted(diagnosis.code)} is on the claim more than once."
                path = f"diagnoses[{index}].code"
                yield self.finding(claim, path, message, codes=(diagnosis.code,))
            seen.add(key)
