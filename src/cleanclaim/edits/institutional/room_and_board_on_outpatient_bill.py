"""Room and board on an outpatient bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class RoomAndBoardOnOutpatientBill(Edit):
    """Room and board on an outpatient bill.

    ## Why it matters
    Accommodation is paid as part of a stay only: the line is denied.
    """

    id = "INS018"
    name = "room-and-board-on-outpatient-bill"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("01*", "02*")
    severity = Severity.DENY
    sources = (
        Citation("CMS Blue Button 2.0, CLM-REV-CNTR-CD", "August 2026"),
        reason_code("16"),
    )
    predicts = (CARC("16"),)
    fix = "Bill the stay as inpatient, or correct the revenue code (observation is 0762)."
    examples = (
        Example("a clinic visit", "type institutional; "),
        Example("a room", "type institutional; line none rev 0120 x1 $900", finds=("lines",)),
        Example(
            "a stay",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            not facts.is_inpatient
            and facts.bill_type[:1] in ("1", "8")
            and any(
                "0100" <= (line.revenue_code or "") <= "0219" and len(line.revenue_code) == 4
                for line in claim.lines
            )
        ):
            message = f"Room and board (revenue code 010x to 021x) on bill type {facts.bill_type}."
            yield self.finding(claim, "lines", message, codes=())
