"""An accident after the service that treats it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AccidentAfterService(Edit):
    """An accident after the service that treats it.

    ## Why it matters
    What was treated cannot have happened later: one of the dates is wrong.
    """

    id = "DTE007"
    name = "accident-after-service"
    family = "service_dates"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("accident")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the date of the accident or of the service."
    examples = (
        Example("the day before", "accident auto state IL on 2025-11-17"),
        Example("the day after", "accident auto state IL on 2025-11-19", finds=("accident.on",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        accident = claim.accident
        days = facts_of(claim).service_dates
        if accident is not None and accident.on is not None and days is not None and accident.on > days.end:
            message = f"The accident is dated {accident.on}, the last service {days.end}."
            yield self.finding(claim, "accident.on", message)
