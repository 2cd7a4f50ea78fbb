"""A line dated outside the days of the bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class LineDayOutsideStatement(Edit):
    """A line dated outside the days of the bill.

    ## Why it matters
    The bill is for the days from From to Through: a line outside them is returned.
    """

    id = "INS030"
    name = "line-day-outside-statement"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (
        Citation("CMS, Medicare Claims Processing Manual, chapter 25, form locator 45", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the day of the line, or the bill's dates."
    examples = (
        Example("within", "type institutional; "),
        Example(
            "after",
            ("type institutional; set lines[0].dates.start 2025-11-20; set lines[0].dates.end 2025-11-20"),
            finds=("lines[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None:
            return
        for at, line in enumerate(claim.lines):
            if line.dates is None:
                continue
            if line.dates.start < details.statement.start or line.dates.end > details.statement.end:
                span = f"{details.statement.start} to {details.statement.end}"
                message = f"Line {at + 1} is dated {line.dates.start}, the bill {span}."
                yield self.finding(claim, f"lines[{at}].dates", message, codes=(line.code,))
