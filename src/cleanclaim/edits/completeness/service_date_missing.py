"""A professional line without a date of service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import professional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ServiceDateMissing(Edit):
    """A professional line without a date of service.

    ## Why it matters
    Coverage, code validity and every edit by date hang on it; the guide requires it on each line.
    """

    id = "CMP006"
    name = "service-date-missing"
    family = "completeness"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("odd line")
    severity = Severity.REJECT
    sources = (professional_guide("2400", "DTP03"),)
    predicts = (CARC("16"),)
    fix = "Enter the day on which the service was rendered."
    examples = (
        Example("a dated line", "dos 2025-11-18"),
        Example("a line without a date", "without lines[0].dates", finds=("lines[0].dates",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        for index, line in enumerate(claim.lines):
            if line.dates is None:
                message = f"Line {index + 1} has no date of service, or none that is a date."
                yield self.finding(claim, f"lines[{index}].dates", message)
