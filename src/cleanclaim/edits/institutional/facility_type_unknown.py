"""A type of bill that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import BILL_TYPE, Known, NotCovered, Unknown
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class FacilityTypeUnknown(Edit):
    """A type of bill that does not exist.

    ## Why it matters
    The type of bill decides under which rules the claim is paid: the front end returns one that
    it does not know.
    """

    id = "INS001"
    name = "facility-type-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (Citation("CMS Blue Button 2.0, CLM-BILL-CLSFCTN-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Correct the first two digits of the type of bill."
    examples = (
        Example("an outpatient bill", "type institutional; "),
        Example(
            "no such facility",
            "type institutional; set institutional.facility_type 99",
            finds=("institutional.facility_type",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or not details.facility_type:
            return
        day = judged_on(claim)
        if day is None:
            return
        answer = rules.store.find(BILL_TYPE, details.facility_type, day)
        if isinstance(answer, NotCovered):
            yield self.not_checked(claim, "institutional.facility_type", answer)
        elif isinstance(answer, Unknown):
            message = f"{details.facility_type} is no facility type and classification of a bill."
            yield self.finding(
                claim,
                "institutional.facility_type",
                message,
                codes=(details.facility_type,),
                release=answer.release.label,
                changes=rewritten(
                    "institutional.facility_type",
                    details.facility_type,
                    lambda text: isinstance(rules.store.find(BILL_TYPE, text, day), Known),
                ),
            )
