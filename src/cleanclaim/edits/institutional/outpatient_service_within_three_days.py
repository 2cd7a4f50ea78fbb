"""An outpatient service by the hospital in the three days before its inpatient stay."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import earlier_claims
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DAYS = 3


class OutpatientServiceWithinThreeDays(Edit):
    """An outpatient service by the hospital in the three days before its inpatient stay.

    ## Why it matters
    Medicare pays diagnostic services of the three days before, and those related to the reason
    for admission, with the stay: billed apart, they are paid twice and asked back.
    """

    id = "INS025"
    name = "outpatient-service-within-three-days"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("institutional",)),
    )
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (Citation("42 CFR 412.2(c)(5)", verified=False),)
    predicts = (CARC("60"),)
    fix = "Put the service on the inpatient bill; with condition code 51 if it is therapeutic and unrelated."
    examples = (
        Example(
            "a week before",
            "type institutional; payer medicare; dos 2025-11-10; statement 2025-11-10..2025-11-10",
            history=(
                (
                    "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                    "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                    "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                    "patient_control_number STAY1"
                ),
            ),
        ),
        Example(
            "the day before",
            "type institutional; payer medicare; dos 2025-11-16; statement 2025-11-16..2025-11-16",
            finds=("institutional.statement",),
            history=(
                (
                    "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                    "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                    "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                    "patient_control_number STAY1"
                ),
            ),
        ),
        Example(
            "declared unrelated",
            (
                "type institutional; payer medicare; dos 2025-11-16; statement "
                "2025-11-16..2025-11-16; conditions 51"
            ),
            history=(
                (
                    "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                    "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                    "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                    "patient_control_number STAY1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        facts = facts_of(claim)
        if details is None or details.statement is None or facts.bill_type[:2] not in ("13", "14"):
            return
        if "51" in details.conditions:
            return
        for earlier in earlier_claims(claim, rules):
            stay = earlier.institutional
            if stay is None or stay.facility_type != "11" or stay.admission_date is None:
                continue
            same_hospital = earlier.billing_provider.npi == claim.billing_provider.npi
            before = (stay.admission_date - details.statement.end).days
            if same_hospital and 0 <= before <= _DAYS:
                message = f"Services until {details.statement.end}; admitted here on {stay.admission_date}."
                yield self.finding(claim, "institutional.statement", message)
