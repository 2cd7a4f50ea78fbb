"""Covered and not covered days that are not together those of the stay."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DaysDoNotAddUp(Edit):
    """Covered and not covered days that are not together those of the stay.

    ## Why it matters
    Medicare counts the days of the bill, without the day of discharge: when the value codes do not add
    up to them, the bill is returned.
    """

    id = "INS065"
    name = "days-do-not-add-up"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "41*")
    explained_by = ("INS041",)
    severity = Severity.REVIEW
    sources = (Citation("Medicare Claims Processing Manual, chapter 25, section 75.5", verified=False),)
    predicts = (CARC("16"),)
    fix = "Correct value codes 80 and 81."
    examples = (
        Example(
            "two of two",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; values 80 2"
            ),
        ),
        Example(
            "one covered, one not",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; values 80 1, 81 1"
            ),
        ),
        Example(
            "one of two",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; values 80 1"
            ),
            finds=("institutional.values",),
        ),
        Example(
            "no days are told",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None or not facts_of(claim).is_inpatient:
            return
        told = {one.code: one.amount for one in details.values if one.code in ("80", "81")}
        if "80" not in told:
            return  # another edit asks for it
        days = max((details.statement.end - details.statement.start).days, 1)
        if details.patient_status == "30" and details.statement.end > details.statement.start:
            days += 1  # still a patient: the last day counts
        total = sum(told.values(), Decimal(0))
        if total != days:
            message = f"{total.normalize():f} days are told (value codes 80, 81); the bill has {days}."
            yield self.finding(claim, "institutional.values", message, codes=tuple(told))
