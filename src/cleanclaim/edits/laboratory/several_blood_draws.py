"""Several blood draws of one visit."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class SeveralBloodDraws(Edit):
    """Several blood draws of one visit.

    ## Why it matters
    Drawing blood is paid once a visit, however many tubes and sticks.
    """

    id = "LAB010"
    name = "several-blood-draws"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("36415")
    explained_by = ("MUE001", "MUE002", "MUE003", "DUP001")
    severity = Severity.DENY
    sources = (
        reason_code("151"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 16, section 60.1", verified=False),
    )
    predicts = (CARC("151"),)
    fix = "Report it once; a later draw of the day takes 59 or XE."
    examples = (
        Example("one", "lines 36415 $12 @1"),
        Example("two units", "lines 36415 x2 $24 @1", finds=("lines[0].units",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            draws = [line for line in lines if line.code == "36415" and not line.has("59", "XE", "76", "91")]
            if (units := sum((line.units for line in draws), Decimal(0))) > 1:
                message = f"{units.normalize():f} blood draws on {draws[0].day}."
                yield self.finding(claim, f"{draws[-1].path}.units", message, codes=("36415",))
