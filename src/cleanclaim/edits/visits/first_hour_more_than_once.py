"""The first hour of critical care more than once."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class FirstHourMoreThanOnce(Edit):
    """The first hour of critical care more than once.

    ## Why it matters
    The first 30 to 74 minutes are one unit a day; more time has a code of its own.
    """

    id = "EVM010"
    name = "first-hour-more-than-once"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("99291", "99475", "99468", "99471")
    explained_by = ("MUE001", "MUE002", "MUE003")
    severity = Severity.DENY
    sources = (reason_code("151"),)
    predicts = (CARC("151"),)
    fix = "Report 99291 once, and 99292 for further half hours."
    examples = (
        Example("once", "place 21; set dates.admission 2025-11-17; lines 99291 $400 @1"),
        Example(
            "twice",
            "place 21; set dates.admission 2025-11-17; lines 99291 x2 $800 @1",
            finds=("lines[0].units",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in ("99291", "99475", "99468", "99471") and line.units > 1:
                message = f"{line.code} has {line.units.normalize():f} units; it is one a day."
                yield self.finding(claim, f"{line.path}.units", message, codes=(line.code,))
