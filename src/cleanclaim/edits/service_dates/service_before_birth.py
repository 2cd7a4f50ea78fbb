"""A service dated before the patient's birth."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.service_dates.days import service_days
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ServiceBeforeBirth(Edit):
    """A service dated before the patient's birth.

    ## Why it matters
    One of the two dates is wrong, and the payer denies the service for it.
    """

    id = "DTE002"
    name = "service-before-birth"
    family = "service_dates"
    status = Stable(since="0.1")
    applies_to = Scope()
    severity = Severity.DENY
    sources = (reason_code("14"),)
    predicts = (CARC("14"),)
    fix = "Correct the date of birth or the date of service."
    examples = (
        Example("served on the day of birth", "dos 2025-11-18; patient born 2025-11-18"),
        Example(
            "served the day before birth",
            "dos 2025-11-18; patient born 2025-11-19",
            finds=("lines[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each line, and the statement, that begins before birth."""
        birth = claim.patient.birth_date
        if birth is None:
            return
        for path, days in service_days(claim):
            if min(days.start, days.end) < birth:
                yield self.finding(claim, path, "The service is dated before the patient's birth.")
