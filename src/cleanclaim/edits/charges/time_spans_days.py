"""A line of visits over several days with fewer or more units than days."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TimeSpansDays(Edit):
    """A line of visits over several days with fewer or more units than days.

    ## Why it matters
    Visits of several days stand on one line only where each day has one of them, as many units as days.
    """

    id = "CHG008"
    name = "time-spans-days"
    family = "charges"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("99*", "92*")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 26, section 10.4", verified=False),)
    predicts = (CARC("16"),)
    fix = "One line for each day, or as many units as days."
    examples = (
        Example("one day", ""),
        Example("three days", "lines 99213 $375 @1 on 2025-11-16..2025-11-18", finds=("lines[0].dates",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                is_visit(line.code)
                and line.day != line.last_day
                and line.line.dates is not None
                and line.units != len(tuple(line.days))
            ):
                message = (
                    f"{line.code} from {line.day} to {line.last_day}, with {line.units.normalize():f} units."
                )
                changes = (Change(f"{line.path}.units", str(len(tuple(line.days)))),)
                yield self.finding(claim, f"{line.path}.dates", message, codes=(line.code,), changes=changes)
