"""A service by telehealth that needs hands."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class HandsOnServiceByTelehealth(Edit):
    """A service by telehealth that needs hands.

    ## Why it matters
    Blood cannot be drawn, nor a joint injected, over a distance: the place is wrong.
    """

    id = "TEL004"
    name = "hands-on-service-by-telehealth"
    family = "telehealth"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = places("02", "10")
    explained_by = ("TEL003",)
    severity = Severity.DENY
    sources = (reason_code("5"),)
    predicts = (CARC("5"),)
    fix = "Correct the place of service."
    examples = (
        Example("a visit", "place 10; lines 99213-95 $125 @1"),
        Example("drawing blood", "place 10; lines 36415 $12 @1", finds=("lines[0].place_of_service",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.place in ("02", "10") and line.code.isdigit() and ("10004" <= line.code <= "69990"):
                message = f"{line.code} in place {line.place}."
                yield self.finding(claim, f"{line.path}.place_of_service", message, codes=(line.code,))
