"""A point of origin that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ADMISSION_SOURCE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.listed import unknown_codes
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
        details = claim.institutional
        if details is not None:
            items = [("institutional.admission_source", details.admission_source)]
            what = "point of origin of an admission"
            yield from unknown_codes(self, claim, rules, items, kind=ADMISSION_SOURCE, what=what)
