"""A service dated after the day on which the payer gets the claim."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.service_dates.days import service_days
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ServiceAfterReceipt(Edit):
    """A service dated after the day on which the payer gets the claim.

    ## Why it matters
    A service that has not been rendered cannot be billed; most often the year is mistyped.
    """

    id = "DTE001"
    name = "service-after-receipt"
    family = "service_dates"
    status = Stable(since="0.1")
    applies_to = Scope()
    severity = Severity.DENY
    sources = (reason_code("110"),)
    predicts = (CARC("110"),)
    fix = "Correct the date of service, or hold the claim until the service was rendered."
    examples = (
        Example("received on the day of service", "dos 2025-11-18; received 2025-11-18"),
        Example("received the day before", "dos 2025-11-18; received 2025-11-17", finds=("lines[0].dates",)),
        Example(
            "a range that ends after receipt",
            "dos 2025-11-17..2025-11-20; received 2025-11-19",
            finds=("lines[0].dates",),
        ),
        Example("the day of receipt is not known", "received unknown", not_checked=("received",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each line, and the statement, that lies after receipt."""
        if rules.received is None:
            yield self.not_checked(claim, "received", "received", "the day of receipt was not given")
            return
        for path, days in service_days(claim):
            last = max(days.start, days.end)
            if last > rules.received:
                yield self.finding(
                    claim, path, f"Service on {last} is after the claim's receipt on {rules.received}."
                )
