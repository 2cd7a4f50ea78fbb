"""A discharge status of hospices on another bill, or a hospital's death on a hospice's."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class HospiceStatusOnOtherBill(Edit):
    """A discharge status of hospices on another bill, or a hospital's death on a hospice's.

    ## Why it matters
    Status 40 to 42 say where a hospice's patient died, status 20 that a patient of anybody else did.
    """

    id = "INS086"
    name = "hospice-status-on-other-bill"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (Citation("CMS Blue Button 2.0, BENE-PTNT-STUS-CD", "as in ../shared/reference/nubc"),)
    predicts = (CARC("16"),)
    fix = "Use 20 on bills of others than hospices, 40 to 42 on hospices'."
    examples = (
        Example(
            "a death in the hospital",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; set institutional.patient_status 20; "
                "occurrences 55 on 2025-11-19"
            ),
        ),
        Example(
            "a hospice's status",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; set institutional.patient_status 41; "
                "occurrences 55 on 2025-11-19"
            ),
            finds=("institutional.patient_status",),
        ),
        Example(
            "a hospice's patient died",
            (
                "type institutional; bill 0814; statement 2025-11-01..2025-11-18; set "
                "institutional.patient_status 40; lines none rev 0651 x18 $3600"
            ),
        ),
        Example(
            "a hospital's status on a hospice's bill",
            (
                "type institutional; bill 0814; statement 2025-11-01..2025-11-18; set "
                "institutional.patient_status 20; lines none rev 0651 x18 $3600"
            ),
            finds=("institutional.patient_status",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        status, is_hospice = details.patient_status, facts_of(claim).bill_type[:2] in ("81", "82")
        path = "institutional.patient_status"
        if status in ("40", "41", "42") and not is_hospice and details.facility_type:
            message = f"Status {status} is of hospices; the bill is of type {details.facility_type}."
            change = Change(path, "20")
            yield self.finding(claim, path, message, codes=(status,), changes=(change,))
        elif status == "20" and is_hospice:
            message = "Status 20 does not say where the hospice's patient died (40, 41, 42)."
            yield self.finding(claim, path, message, codes=(status,))
