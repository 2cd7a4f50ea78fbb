"""An accident at work without its day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class WorkAccidentUndated(Edit):
    """An accident at work without its day.

    ## Why it matters
    The day decides which policy pays.
    """

    id = "ACC006"
    name = "work-accident-undated"
    family = "accident"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("accident")
    explained_by = ("ACC002",)
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Enter the day of the accident."
    examples = (
        Example("with it", "payer workers_comp; accident employment on 2025-11-17"),
        Example("without", "payer workers_comp; accident employment", finds=("accident.on",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        accident = claim.accident
        if accident is not None and "EM" in accident.causes and accident.on is None:
            yield self.finding(claim, "accident.on", "The accident at work has no day.")
