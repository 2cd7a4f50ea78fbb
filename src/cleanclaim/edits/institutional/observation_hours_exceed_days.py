"""More hours of observation than the days have."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_HOURS = 24


class ObservationHoursExceedDays(Edit):
    """More hours of observation than the days have.

    ## Why it matters
    A day has 24 hours: more are denied.
    """

    id = "INS049"
    name = "observation-hours-exceed-days"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = codes("G0378")
    severity = Severity.DENY
    sources = (reason_code("151"),)
    predicts = (CARC("151"),)
    fix = "Correct the hours."
    examples = (
        Example("twenty", "type institutional; payer medicare; lines G0378 x20 $900 rev 0762"),
        Example(
            "forty on one day",
            "type institutional; payer medicare; lines G0378 x40 $900 rev 0762",
            finds=("lines[0].units",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        days = 1
        if details is not None and details.statement is not None:
            days = (details.statement.end - details.statement.start).days + 1
        for line in facts_of(claim).lines:
            if line.code == "G0378" and line.units > _HOURS * days:
                message = (
                    f"{line.units.normalize():f} hours of observation in {days} day{'s' if days > 1 else ''}."
                )
                yield self.finding(claim, f"{line.path}.units", message, codes=(line.code,))
