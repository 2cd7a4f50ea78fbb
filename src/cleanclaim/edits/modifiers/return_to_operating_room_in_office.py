"""A return to the operating room (78) in a place that has none."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ReturnToOperatingRoomInOffice(Edit):
    """A return to the operating room (78) in a place that has none.

    ## Why it matters
    78 is for an unplanned return to an operating room or its like; in the office it is denied.
    """

    id = "MOD034"
    name = "return-to-operating-room-in-office"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("78")
    severity = Severity.DENY
    sources = (reason_code("5"),)
    predicts = (CARC("5"),)
    fix = "Correct the place or the modifier."
    examples = (
        Example("in a hospital", "place 22; lines 27301-78 $900 @1"),
        Example("in the office", "lines 10180-78 $300 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("78") and line.place in ("11", "12", "20", "31", "32"):
                message = f"{line.code}-78 in place {line.place}, which has no operating room."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
