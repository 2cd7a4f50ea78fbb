"""A point of origin that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ADMISSION_SOURCE, NotCovered, Unknown
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AdmissionSourceUnknown(Edit):
    """A point of origin that does not exist.

    ## Why it matters
    The front end returns a code that it does not know.
    """

    id = "INS004"
    name = "admission-source-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (Citation("CMS Blue Button 2.0, CLM-ADMSN-SRC-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Correct the point of origin."
    examples = (
        Example("not from another facility", "type institutional; set institutional.admission_source 1"),
        Example(
            "no such code",
            "type institutional; set institutional.admission_source Q",
            finds=("institutional.admission_source",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, day = claim.institutional, judged_on(claim)
        if details is None or day is None:
            return
        for path, code in [("institutional.admission_source", details.admission_source)]:
            if not code:
                continue
            answer = rules.store.find(ADMISSION_SOURCE, code, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            if isinstance(answer, Unknown):
                message = f"{code} is no point of origin of an admission."
                yield self.finding(claim, path, message, codes=(code,), release=answer.release.label)
