"""More days of accommodation than the stay has."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class CoveredDaysDifferFromStay(Edit):
    """More days of accommodation than the stay has.

    ## Why it matters
    The units of room and board are the days of the stay without the day of discharge: more of
    them are denied.
    """

    id = "INS023"
    name = "covered-days-differ-from-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 3", verified=False),)
    predicts = (CARC("16"),)
    fix = "Correct the units of the accommodation, or the statement's dates."
    examples = (
        Example(
            "two nights",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "five days in a stay of two",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x5 $2000"
            ),
            finds=("lines",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        facts = facts_of(claim)
        if details is None or details.statement is None or not facts.is_inpatient:
            return
        rooms = [line for line in facts.lines if "0100" <= line.line.revenue_code <= "0219"]
        days = sum((line.units for line in rooms), Decimal(0))
        nights = (details.statement.end - details.statement.start).days
        most = max(nights, 1) + (1 if details.patient_status == "30" else 0)
        if days > most:
            message = f"{days.normalize():f} days of accommodation in a stay of {most}."
            yield self.finding(claim, "lines", message)
