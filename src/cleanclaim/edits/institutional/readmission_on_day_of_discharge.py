"""A stay that begins in the same hospital on the day on which another one ended."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import (
    claims_beside,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ReadmissionOnDayOfDischarge(Edit):
    """A stay that begins in the same hospital on the day on which another one ended.

    ## Why it matters
    For symptoms of the first stay both are one bill; condition B4 says that the second was for
    something else.
    """

    id = "INS114"
    name = "readmission-on-day-of-discharge"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (
        reason_code("249"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 3, section 40.2.5", verified=False),
    )
    predicts = (CARC("249"),)
    fix = "Combine the stays on one bill, or add condition B4 if they are unrelated."
    examples = (
        Example(
            "unrelated, as it says",
            (
                "payer medicare; type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; "
                "conditions B4"
            ),
            history=(
                (
                    "payer medicare; type institutional; bill 0111; admitted 2025-11-12 0815; dos "
                    "2025-11-12..2025-11-17; discharged 1130 status 01; dx I10:Y, I10:Y as "
                    "admitting; lines none rev 0120 x5 $5000; set patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "not said",
            (
                "payer medicare; type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
            finds=("institutional.admission_date",),
            history=(
                (
                    "payer medicare; type institutional; bill 0111; admitted 2025-11-12 0815; dos "
                    "2025-11-12..2025-11-17; discharged 1130 status 01; dx I10:Y, I10:Y as "
                    "admitting; lines none rev 0120 x5 $5000; set patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.admission_date is None or facts_of(claim).bill_type[:2] != "11":
            return
        if "B4" in details.conditions:
            return
        for earlier in claims_beside(claim, rules):
            other = earlier.institutional
            if other is None or other.statement is None or other.facility_type != "11":
                continue
            ended = other.patient_status not in ("30", "", "02", "05", "65", "66")
            same = earlier.billing_provider.npi == claim.billing_provider.npi
            if same and ended and other.statement.end == details.admission_date != other.statement.start:
                message = (
                    f"Admitted on {details.admission_date}, when the stay of {other.statement.start} ended."
                )
                yield self.finding(claim, "institutional.admission_date", message)
                return
