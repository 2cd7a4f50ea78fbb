"""A type of admission that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ADMISSION_TYPE, NotCovered, Unknown
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AdmissionTypeUnknown(Edit):
    """A type of admission that does not exist.

    ## Why it matters
    The front end returns a code that it does not know.
    """

    id = "INS005"
    name = "admission-type-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (Citation("CMS admission type codes", "CLM_IP_ADMSN_TYPE_CD as shipped; see its rows"),)
    predicts = (CARC("16"),)
    fix = "Correct the type of admission."
    examples = (
        Example("elective", "type institutional; set institutional.admission_type 3"),
        Example(
            "no such code",
            "type institutional; set institutional.admission_type 8",
            finds=("institutional.admission_type",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, day = claim.institutional, judged_on(claim)
        if details is None or day is None:
            return
        for path, code in [("institutional.admission_type", details.admission_type)]:
            if not code:
                continue
            answer = rules.store.find(ADMISSION_TYPE, code, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            if isinstance(answer, Unknown):
                message = f"{code} is no type of admission."
                yield self.finding(claim, path, message, codes=(code,), release=answer.release.label)
