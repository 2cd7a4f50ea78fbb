"""A stay whose days overlap those of an earlier bill of the same place."""

from collections.abc import Iterator
from datetime import timedelta

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import (
    earlier_claims,
    same_payer,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_INPATIENT = ("11", "18", "21")


class StayOverlapsEarlierOne(Edit):
    """A stay whose days overlap those of an earlier bill of the same place.

    ## Why it matters
    A patient lies in one bed: the payer denies a second bill of the same days as a duplicate.
    """

    id = "DUP021"
    name = "stay-overlaps-earlier-one"
    family = "duplicates"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("history")
    severity = Severity.DENY
    sources = (reason_code("18"),)
    predicts = (CARC("18"),)
    fix = "Look at the earlier bill; to correct it, send a replacement (xx7) with the payer's number."
    examples = (
        Example(
            "another stay",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
            history=(
                (
                    "type institutional; bill 0111; admitted 2025-11-12 0815; dos "
                    "2025-11-12..2025-11-14; discharged 1130 status 01; dx I10:Y, I10:Y as "
                    "admitting; lines none rev 0120 x2 $2000; set patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "the same days",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
            finds=("institutional.statement",),
            history=(
                (
                    "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                    "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 "
                    "status 01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, days = claim.institutional, facts_of(claim).service_dates
        if (
            details is None
            or details.statement is None
            or days is None
            or details.facility_type not in _INPATIENT
        ):
            return
        if claim.claim_frequency_code in ("0", "5", "6", "7", "8"):
            return
        for earlier in earlier_claims(claim, rules):
            other = earlier.institutional
            if other is None or other.statement is None or other.facility_type != details.facility_type:
                continue
            if earlier.billing_provider.npi != claim.billing_provider.npi or not same_payer(claim, earlier):
                continue
            last = (
                other.statement.end
                if other.patient_status == "30"
                else other.statement.end - timedelta(days=1)
            )
            if (
                days.start <= last
                and other.statement.start < days.end
                and earlier.claim_frequency_code != "0"
            ):
                number = earlier.patient_control_number or "without number"
                message = f"From {days.start} on, days of claim {number} (from {other.statement.start})."
                yield self.finding(claim, "institutional.statement", message)
                return
