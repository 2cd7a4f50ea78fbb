"""An injury without saying whether it was an accident."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted


class InjuryWithoutAccident(Edit):
    """An injury without saying whether it was an accident.

    ## Why it matters
    Payers hold claims for injuries to ask whether somebody else has to pay.
    """

    id = "ACC003"
    name = "injury-without-accident"
    family = "accident"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = diagnoses("S*", "T*")
    severity = Severity.INFORM
    sources = (reason_code("20"),)
    predicts = (CARC("20"),)
    fix = "State the cause, place and day of the accident if there was one."
    examples = (
        Example("no injury", ""),
        Example("an injury, told", "dx S52.501A; accident other on 2025-11-17"),
        Example("an injury, not told", "dx S52.501A", finds=("accident",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.accident is not None and claim.accident.causes:
            return
        injuries = [
            code
            for code in facts_of(claim).numbered
            if code[:1] in "ST" and code[:3] < "T36" and code.endswith("A")
        ]
        if injuries:
            message = f"{dotted(injuries[0])} is an injury, but nothing is said of an accident."
            yield self.finding(claim, "accident", message, codes=(injuries[0],))
