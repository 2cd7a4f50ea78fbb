"""A range of service that ends before it begins."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.service_dates.days import service_days
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DatesReversed(Edit):
    """A range of service that ends before it begins.

    ## Why it matters
    No payer can tell which days are meant, nor how many.
    """

    id = "DTE004"
    name = "dates-reversed"
    family = "service_dates"
    status = Stable(since="0.1")
    applies_to = Scope()
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X222A1, 2400 DTP*472", verified=False),)
    predicts = (CARC("16"),)
    fix = "Swap or correct the first and last day."
    examples = (
        Example("two days in order", "dos 2025-11-17..2025-11-18"),
        Example("the last day before the first", "dos 2025-11-18..2025-11-17", finds=("lines[0].dates",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such range."""
        for path, days in service_days(claim):
            if days.end < days.start:
                message = f"The range ends on {days.end}, before it begins on {days.start}."
                changes = (
                    Change(f"{path}.start", str(days.end)),
                    Change(f"{path}.end", str(days.start)),
                )
                yield self.finding(claim, path, message, changes=changes)
