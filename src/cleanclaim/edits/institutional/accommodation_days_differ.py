"""Fewer days of accommodation than the stay has."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AccommodationDaysDiffer(Edit):
    """Fewer days of accommodation than the stay has.

    ## Why it matters
    Every day of a stay is in some room, or on leave: the days of the accommodation and the days of the
    bill have to be the same, or the bill is returned.
    """

    id = "INS087"
    name = "accommodation-days-differ"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "21*")
    severity = Severity.REVIEW
    sources = (Citation("Medicare Claims Processing Manual, chapter 25, section 75.5", verified=False),)
    predicts = (CARC("16"),)
    fix = "Add the missing days of accommodation (or of leave, 018x), or correct the statement."
    examples = (
        Example(
            "two of two",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare"
            ),
        ),
        Example(
            "one of two",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; set lines[0].units 1"
            ),
            finds=("lines",),
        ),
        Example(
            "two rooms",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; set lines[0].units 1; line "
                "none rev 0200 x1 $3000"
            ),
        ),
        Example(
            "no accommodation at all is another edit's",
            "type institutional; payer medicare; bill 0111; dx I10:Y; lines 71046 $100 rev 0320",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None or facts_of(claim).bill_type[:2] not in ("11", "21"):
            return
        days = max((details.statement.end - details.statement.start).days, 1)
        if details.patient_status == "30" and details.statement.end > details.statement.start:
            days += 1  # still a patient: the last day counts
        rooms = [line for line in facts_of(claim).lines if "0100" <= line.line.revenue_code <= "0219"]
        told = sum((line.units for line in rooms), Decimal(0))
        if rooms and told < days:
            message = f"{told.normalize():f} days of accommodation; the bill has {days}."
            yield self.finding(claim, "lines", message, codes=tuple(line.line.revenue_code for line in rooms))
