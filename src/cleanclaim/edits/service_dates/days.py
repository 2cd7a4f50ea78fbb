"""The days of service of a claim, each with the path at which it stands."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.facts import facts_of
from cleanclaim.primitives import DateRange


def service_days(claim: Claim) -> tuple[tuple[str, DateRange], ...]:
    """Return (path, days) of the statement, where there is one, and of every dated line."""
    return facts_of(claim).kept("service days", None, lambda: tuple(_service_days(claim)))


def _service_days(claim: Claim) -> Iterator[tuple[str, DateRange]]:
    if claim.institutional is not None and claim.institutional.statement is not None:
        yield "institutional.statement", claim.institutional.statement
    for index, line in enumerate(claim.lines):
        if line.dates is not None:
            yield f"lines[{index}].dates", line.dates
