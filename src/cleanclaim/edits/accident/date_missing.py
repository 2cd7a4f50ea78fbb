"""An accident without the day on which it happened."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import ACCIDENT_STATE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class DateMissing(Edit):
    """An accident without the day on which it happened.

    ## Why it matters
    The payer asks whether another insurer is liable, and the day decides which.
    """

    id = "ACC002"
    name = "date-missing"
    family = "accident"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional", "dental")))
    triggers = having("accident")
    severity = Severity.REJECT
    sources = (ACCIDENT_STATE,)
    predicts = (CARC("16"),)
    fix = "Enter the day of the accident."
    examples = (
        Example("a dated accident", "accident auto state IL on 2025-11-02"),
        Example("no day", "accident auto state IL", finds=("accident.on",)),
        Example("another accident without a day", "accident other", finds=("accident.on",)),
        Example("an employment-related illness has no day of accident", "accident employment"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when an automobile or other accident has no day."""
        accident = claim.accident
        if accident is None or accident.on is not None:
            return
        if "AA" in accident.causes or "OA" in accident.causes:
            yield self.finding(claim, "accident.on", "The accident has no date.")
