"""A type of admission that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ADMISSION_TYPE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.listed import unknown_codes
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
        details = claim.institutional
        if details is not None:
            items = [("institutional.admission_type", details.admission_type)]
            what = "type of admission"
            yield from unknown_codes(self, claim, rules, items, kind=ADMISSION_TYPE, what=what)
