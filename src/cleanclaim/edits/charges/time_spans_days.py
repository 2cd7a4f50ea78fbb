"""A line of one visit over several days."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TimeSpansDays(Edit):
    """A line of one visit over several days.

    ## Why it matters
    A visit is one day's: a line over several days counts as one, or is returned.
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
    fix = "One line for each day."
    examples = (
        Example("one day", ""),
        Example("three days", "lines 99213 $375 @1 on 2025-11-16..2025-11-18", finds=("lines[0].dates",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if is_visit(line.code) and line.line.dates is not None and line.day != line.last_day:
                message = f"{line.code} from {line.day} to {line.last_day}."
                yield self.finding(claim, f"{line.path}.dates", message, codes=(line.code,))
