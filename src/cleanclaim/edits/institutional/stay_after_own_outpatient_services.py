"""A stay for which the hospital has billed outpatient services of the three days before."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.history import earlier_claims
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DAYS = 3


class StayAfterOwnOutpatientServices(Edit):
    """A stay for which the hospital has billed outpatient services of the three days before.

    ## Why it matters
    Medicare pays diagnostic services of the three days before, and related ones, with the stay:
    what was billed apart is asked back.
    """

    id = "INS045"
    name = "stay-after-own-outpatient-services"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = having("history")
    severity = Severity.REVIEW
    sources = (Citation("42 CFR 412.2(c)(5)", verified=False),)
    predicts = (CARC("60"),)
    fix = "Cancel the outpatient bill and put the services on this one; with condition code 51 if unrelated."
    examples = (
        Example(
            "none before",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 2"
            ),
            history=(
                (
                    "type institutional; payer medicare; dos 2025-11-01; statement "
                    "2025-11-01..2025-11-01; set patient_control_number OUT1"
                ),
            ),
        ),
        Example(
            "two days before",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 2"
            ),
            finds=("institutional.admission_date",),
            history=(
                (
                    "type institutional; payer medicare; dos 2025-11-15; statement "
                    "2025-11-15..2025-11-15; set patient_control_number OUT1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.facility_type != "11" or details.admission_date is None:
            return
        for earlier in earlier_claims(claim, rules):
            bill = earlier.institutional
            if (
                bill is None
                or bill.facility_type not in ("13", "14")
                or bill.statement is None
                or "51" in bill.conditions
            ):
                continue
            before = (details.admission_date - bill.statement.end).days
            if earlier.billing_provider.npi == claim.billing_provider.npi and 0 <= before <= _DAYS:
                message = f"Outpatient services until {bill.statement.end} were billed apart."
                yield self.finding(claim, "institutional.admission_date", message)
