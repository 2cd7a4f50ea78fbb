"""Days of payment groups that differ from the days of room and board."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class GroupDaysDifferFromRoom(Edit):
    """Days of payment groups that differ from the days of room and board.

    ## Why it matters
    Each day of a skilled nursing stay has one group: the units of 0022 add up to the covered
    days.
    """

    id = "INS107"
    name = "group-days-differ-from-room"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("0022")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 6, section 30", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the units of the groups or of the room."
    examples = (
        Example(
            "as many",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-03 1500; dos "
                "2025-11-03..2025-11-17; discharged 1000 status 01; lines KAQD1 rev 0022 x14 $0 "
                "on 2025-11-03 | none rev 0120 x14 unit DA $5600; set lines[0].code_qualifier "
                "HP; occurrences 50 on 2025-11-08; spans 70 on 2025-10-27..2025-11-03"
            ),
        ),
        Example(
            "fewer",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-03 1500; dos "
                "2025-11-03..2025-11-17; discharged 1000 status 01; lines KAQD1 rev 0022 x14 $0 "
                "on 2025-11-03 | none rev 0120 x14 unit DA $5600; set lines[0].code_qualifier "
                "HP; occurrences 50 on 2025-11-08; spans 70 on 2025-10-27..2025-11-03; set "
                "lines[0].units 10"
            ),
            finds=("lines[0].units",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        lines = facts_of(claim).lines
        groups = [line for line in lines if line.line.revenue_code == "0022"]
        rooms = [line for line in lines if "0100" <= line.line.revenue_code <= "0219"]
        if not groups or not rooms or facts_of(claim).bill_type[:2] not in ("18", "21"):
            return
        of_groups = sum((line.units for line in groups), Decimal(0))
        of_rooms = sum((line.units for line in rooms), Decimal(0))
        if of_groups > 0 and of_groups != of_rooms:
            message = f"{of_groups.normalize():f} days of groups, {of_rooms.normalize():f} of room and board."
            yield self.finding(claim, f"{groups[0].path}.units", message)
