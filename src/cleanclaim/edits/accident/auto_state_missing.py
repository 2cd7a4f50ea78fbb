"""An automobile accident without the state where it happened."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import ACCIDENT_STATE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AutoStateMissing(Edit):
    """An automobile accident without the state where it happened.

    ## Why it matters
    No-fault law is state law: clearinghouses return the claim when the state is missing.
    """

    id = "ACC001"
    name = "auto-state-missing"
    family = "accident"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("professional", "dental")))
    triggers = having("accident")
    severity = Severity.REJECT
    sources = (ACCIDENT_STATE,)
    predicts = (CARC("16"),)
    fix = "Enter the state of the accident, or its country when it was abroad."
    examples = (
        Example("an accident in Illinois", "accident auto state IL on 2025-11-02"),
        Example("no state", "accident auto on 2025-11-02", finds=("accident.state",)),
        Example("an accident abroad", "accident auto country CA on 2025-11-02"),
        Example("another kind of accident needs no state", "accident other on 2025-11-02"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when an automobile accident has neither state nor country."""
        accident = claim.accident
        if accident is None or "AA" not in accident.causes:
            return
        if not accident.state.strip() and accident.country.strip() in ("", "US"):
            yield self.finding(claim, "accident.state", "The automobile accident has no state.")
