"""A newborn's admission with the point of origin of others."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class NewbornAdmissionFromElsewhere(Edit):
    """A newborn's admission with the point of origin of others.

    ## Why it matters
    With type 4 the points of origin are 5 and 6 only: others are returned.
    """

    id = "INS034"
    name = "newborn-admission-from-elsewhere"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (Citation("CMS Blue Button 2.0, CLM-ADMSN-SRC-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Use 5 (born here) or 6 (born elsewhere), or correct the type."
    examples = (
        Example(
            "born here",
            (
                "type institutional; set institutional.admission_type 4; set "
                "institutional.admission_source 5; patient child born 2025-11-18 sex F"
            ),
        ),
        Example(
            "with another",
            ("type institutional; set institutional.admission_type 4; patient child born 2025-11-18 sex F"),
            finds=("institutional.admission_source",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if details.admission_type == "4" and details.admission_source not in ("5", "6", ""):
            message = f"A newborn (type 4) with point of origin {details.admission_source}."
            yield self.finding(claim, "institutional.admission_source", message, codes=())
