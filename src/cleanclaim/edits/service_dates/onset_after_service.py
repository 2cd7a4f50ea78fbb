"""An illness that began after the service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim, ClaimDates
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_UNDATED = ClaimDates()


class OnsetAfterService(Edit):
    """An illness that began after the service.

    ## Why it matters
    What was treated cannot have begun later: one of the dates is wrong.
    """

    id = "DTE008"
    name = "onset-after-service"
    family = "service_dates"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the date of onset or of the service."
    examples = (
        Example("before", "set dates.onset 2025-11-10"),
        Example("after", "set dates.onset 2025-11-20", finds=("dates.onset",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.dates == _UNDATED:
            return
        days = facts_of(claim).service_dates
        for name in ("onset", "acute_manifestation", "last_menstrual_period", "initial_treatment"):
            day = getattr(claim.dates, name)
            if day is not None and days is not None and day > days.end:
                message = (
                    f"{name.replace('_', ' ').capitalize()} is dated {day}, the last service {days.end}."
                )
                yield self.finding(claim, f"dates.{name}", message)
