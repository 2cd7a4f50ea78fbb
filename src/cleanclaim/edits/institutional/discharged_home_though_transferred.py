"""A patient discharged home whom another facility admitted on the same day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.context import ELIGIBILITY
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.place_of_service.stays import stays_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_HOME = ("01",)
_NEXT = {"11": "02", "21": "03", "18": "61", "32": "06"}
"""Type of the next provider's bill to the status that it stands for, of those that tell it."""
_HOME_HEALTH_DAYS = 3


class DischargedHomeThoughTransferred(Edit):
    """A patient discharged home whom another facility admitted on the same day.

    ## Why it matters
    A transfer is paid by the day, a discharge home by the whole case: Medicare compares the status with
    the next provider's bill and takes the difference back.
    """

    id = "INS058"
    name = "discharged-home-though-transferred"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("institutional",)),
    )
    triggers = having("history", ELIGIBILITY)
    severity = Severity.REVIEW
    sources = (Citation("42 CFR 412.4(b) and (c)", verified=False),)
    predicts = (CARC("16"),)
    fix = (
        "Correct the discharge status to that of where the patient went (02 hospital, 03 "
        "skilled nursing, 06 home health, 62 rehabilitation, 63 long-term care, 65 "
        "psychiatric)."
    )
    examples = (
        Example(
            "nobody else has billed",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status 01;"
                " dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
            history=(),
        ),
        Example(
            "another hospital admitted on the day",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status 01;"
                " dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
            finds=("institutional.patient_status",),
            history=(
                (
                    "type institutional; payer medicare; bill 0111; admitted 2025-11-19 1200; dos "
                    "2025-11-19..2025-11-24; statement 2025-11-19..2025-11-24; discharged 1130 status 01;"
                    " dx I10:Y, I10:Y as admitting; lines none rev 0120 x5 $5000; set "
                    "patient_control_number NEXT1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "a transfer, as it says",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status 02;"
                " dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
            history=(
                (
                    "type institutional; payer medicare; bill 0111; admitted 2025-11-19 1200; dos "
                    "2025-11-19..2025-11-24; statement 2025-11-19..2025-11-24; discharged 1130 status 01;"
                    " dx I10:Y, I10:Y as admitting; lines none rev 0120 x5 $5000; set "
                    "patient_control_number NEXT1; set billing_provider.npi 1999999984"
                ),
            ),
        ),
        Example(
            "a skilled nursing facility",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status 01;"
                " dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
            finds=("institutional.patient_status",),
            history=(
                (
                    "type institutional; payer medicare; bill 0211; statement 2025-11-19..2025-11-25; "
                    "admitted 2025-11-19 1000; set patient_control_number SNF1; set billing_provider.npi "
                    "1999999984"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None or details.patient_status not in _HOME:
            return
        if facts_of(claim).bill_type[:2] != "11":
            return
        for kind, status in _NEXT.items():
            for stay in stays_of(claim, rules, (kind,)):
                began = stay.began
                gap = (began - details.statement.end).days
                if gap == 0 or (kind == "32" and 0 < gap <= _HOME_HEALTH_DAYS):
                    theirs_begins = f"a bill of type {kind} of another provider begins on {began}"
                    message = f"Status {details.patient_status}, but {theirs_begins}."
                    path = "institutional.patient_status"
                    codes = (details.patient_status, status)
                    # What the type of the bill alone does not tell: rehabilitation and others bill 11 too.
                    changes = () if kind == "11" else (Change(path, status),)
                    yield self.finding(claim, path, message, codes=codes, changes=changes)
                    return
