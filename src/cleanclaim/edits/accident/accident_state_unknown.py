"""An accident in a state that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import STATE, NotCovered, Unknown
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AccidentStateUnknown(Edit):
    """An accident in a state that does not exist.

    ## Why it matters
    The state decides which law applies: the front end returns one that nobody knows.
    """

    id = "ACC004"
    name = "accident-state-unknown"
    family = "accident"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("accident")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Use the two letters of the state."
    examples = (
        Example("a state", "accident auto state IL on 2025-11-17"),
        Example("none", "accident auto state XX on 2025-11-17", finds=("accident.state",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        day = facts_of(claim).service_dates
        if claim.accident is None or not claim.accident.state or day is None:
            return
        answer = rules.store.find(STATE, claim.accident.state.strip().upper(), day.start)
        if isinstance(answer, NotCovered):
            yield self.not_checked(claim, "accident.state", answer)
        elif isinstance(answer, Unknown):
            yield self.finding(claim, "accident.state", f"There is no state {claim.accident.state}.")
