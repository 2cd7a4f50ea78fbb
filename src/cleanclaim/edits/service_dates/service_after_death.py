"""A service dated after the patient's death."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.service_dates.days import service_days
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ServiceAfterDeath(Edit):
    """A service dated after the patient's death.

    ## Why it matters
    One of the two dates is wrong, and the payer denies the service for it.
    """

    id = "DTE003"
    name = "service-after-death"
    family = "service_dates"
    status = Stable(since="0.1")
    applies_to = Scope()
    triggers = having("death")
    severity = Severity.DENY
    sources = (reason_code("13"),)
    predicts = (CARC("13"),)
    fix = "Correct the date of death or the date of service."
    examples = (
        Example("served on the day of death", "dos 2025-11-18; patient died 2025-11-18"),
        Example("served the day after", "dos 2025-11-18; patient died 2025-11-17", finds=("lines[0].dates",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each line, and the statement, that ends after death."""
        death = claim.patient.death_date
        if death is None:
            return
        for path, days in service_days(claim):
            if max(days.start, days.end) > death:
                yield self.finding(claim, path, "The service is dated after the patient's death.")
