"""A diagnosis code that has not the form of an ICD-10-CM code."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE, coding_guideline, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import HIPAA_PAYERS, OTHER_PAYERS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, ICD10CM


class CodeMalformed(Edit):
    """A diagnosis code that has not the form of an ICD-10-CM code.

    ## Why it matters
    The payer's front end checks codes against the classification and returns the claim.
    """

    id = "DXC001"
    name = "code-malformed"
    family = "diagnosis"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=HIPAA_PAYERS, review_for=OTHER_PAYERS)
    severity = Severity.REJECT
    sources = (CODE_SETS_IN_FORCE, coding_guideline("I.B.2"), reason_code("146"))
    predicts = (CARC("146"),)
    fix = "Look the code up: a letter, a digit, then up to five letters or digits."
    examples = (
        Example("a code", "dx I10"),
        Example("a code of seven characters", "dx S52.501A"),
        Example("a digit first", "set diagnoses[0].code 1I0", finds=("diagnoses[0].code",)),
        Example("eight characters", "set diagnoses[0].code S52501AX", finds=("diagnoses[0].code",)),
        Example("an empty code", 'set diagnoses[0].code ""', finds=("diagnoses[0].code",)),
        Example(
            "an older classification is not judged here",
            "set diagnoses[0].code 4019; set diagnoses[0].system ICD9CM",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such code."""
        if len(facts_of(claim).formed_diagnoses) == len(claim.diagnoses):
            return
        for index, diagnosis in enumerate(claim.diagnoses):
            if diagnosis.system == "ICD10CM" and not ICD10CM.is_formed(diagnosis.code):
                message = f"{diagnosis.code!r} has not the form of an ICD-10-CM code."
                path = f"diagnoses[{index}].code"
                changes = rewritten(path, diagnosis.code, ICD10CM.is_formed)
                yield self.finding(claim, path, message, codes=(diagnosis.code,), changes=changes)
