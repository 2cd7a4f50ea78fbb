"""An occurrence without its day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class OccurrenceWithoutDay(Edit):
    """An occurrence without its day.

    ## Why it matters
    An occurrence code tells of a day: without it the bill is returned.
    """

    id = "INS033"
    name = "occurrence-without-day"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Enter the day of the occurrence, or the days of the span."
    examples = (
        Example("with its day", "type institutional; occurrences 11 on 2025-11-15"),
        Example(
            "without", "type institutional; occurrences 11", finds=("institutional.occurrences[0].dates",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        for name in ("occurrences", "occurrence_spans"):
            for at, one in enumerate(getattr(details, name)):
                if one.dates is None:
                    path = f"institutional.{name}[{at}].dates"
                    yield self.finding(claim, path, f"{one.code} has no day.", codes=(one.code,))
