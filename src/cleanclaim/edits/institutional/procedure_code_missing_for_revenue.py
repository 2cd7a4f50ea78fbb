"""An outpatient line whose revenue code asks for a procedure code, without one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_NUMBERS = "30 31 32 33 34 35 36 40 41 42 43 44 45 46 48 49 51 52 54 61 636 73 74 75 762 79 90 91 92 943"
_ASK_FOR_CODES = tuple(f"0{beginning}" for beginning in _NUMBERS.split())
"""Beginnings of revenue codes of services paid by procedure code (unverified as a list)."""


class ProcedureCodeMissingForRevenue(Edit):
    """An outpatient line whose revenue code asks for a procedure code, without one.

    ## Why it matters
    Outpatient services are paid by procedure code: without it the line is denied or returned.
    """

    id = "INS020"
    name = "procedure-code-missing-for-revenue"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("13*", "14*", "83*", "85*")
    explained_by = ("CMP003",)
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 4", verified=False),)
    predicts = (CARC("16"),)
    fix = "Add the procedure code of the service."
    examples = (
        Example("a test by its code", "type institutional; line 71046 $100 rev 0320"),
        Example("without a code", "type institutional; line none $100 rev 0320", finds=("lines[1].code",)),
        Example("supplies may go without", "type institutional; line none $20 rev 0270"),
        Example(
            "an inpatient bill",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; line none $100 "
                "rev 0320"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        if facts.is_inpatient or facts.bill_type[:2] not in ("13", "14", "85", "83"):
            return
        for line in facts.lines:
            revenue = line.line.revenue_code
            if not line.code and revenue.startswith(_ASK_FOR_CODES) and (line.line.charge or 0) > 0:
                message = f"Revenue code {revenue} on an outpatient bill has no procedure code."
                yield self.finding(claim, f"{line.path}.code", message, codes=(revenue,))
