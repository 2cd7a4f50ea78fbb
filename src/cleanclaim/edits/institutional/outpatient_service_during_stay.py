"""An outpatient service of a hospital during the patient's stay there."""

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


class OutpatientServiceDuringStay(Edit):
    """An outpatient service of a hospital during the patient's stay there.

    ## Why it matters
    What an inpatient gets belongs on the stay's bill: beside it the payer denies the outpatient
    one.
    """

    id = "INS130"
    name = "outpatient-service-during-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (
        reason_code("97"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 3, section 10.4", verified=False),
    )
    predicts = (CARC("97"),)
    fix = "Put the charges on the stay's bill."
    examples = (
        Example(
            "before it",
            ("type institutional; payer medicare; dos 2025-11-05; lines 71046 rev 0324 $220"),
            history=(
                (
                    "payer medicare; type institutional; bill 0111; admitted 2025-11-12 0815; dos "
                    "2025-11-12..2025-11-20; received 2025-11-25; discharged 1130 status 01; lines "
                    "none rev 0120 x8 $5000; set patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "in it",
            ("type institutional; payer medicare; lines 71046 rev 0324 $220"),
            finds=("institutional.statement",),
            history=(
                (
                    "payer medicare; type institutional; bill 0111; admitted 2025-11-12 0815; dos "
                    "2025-11-12..2025-11-20; received 2025-11-25; discharged 1130 status 01; lines "
                    "none rev 0120 x8 $5000; set patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        days = facts_of(claim).service_dates
        if days is None or facts_of(claim).bill_type[:2] not in ("13", "14", "85"):
            return
        for earlier in claims_beside(claim, rules):
            other = earlier.institutional
            if other is None or other.statement is None or other.facility_type != "11":
                continue
            same = earlier.billing_provider.npi == claim.billing_provider.npi
            if same and other.statement.start <= days.start and days.end < other.statement.end:
                message = f"Services of {days.start}, within the stay that began on {other.statement.start}."
                yield self.finding(claim, "institutional.statement", message)
                return
