"""A telehealth modifier, but the place is not one of telehealth."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ModifierWithoutPlace(Edit):
    """A telehealth modifier, but the place is not one of telehealth.

    ## Why it matters
    The place tells the payer at which rate the visit is paid: modifier and place have to agree.
    """

    id = "TEL001"
    name = "modifier-without-place"
    family = "telehealth"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("commercial", "medicaid", "unknown")),
        review_for=frozenset(("medicare",)),
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("95", "93", "GT", "GQ")
    severity = Severity.REVIEW
    sources = (reason_code("5"),)
    predicts = (CARC("5"),)
    fix = "Use place 02 or 10, or take the modifier off."
    examples = (
        Example("at the patient's home", "place 10; lines 99213-95 $125 @1"),
        Example("in the office", "place 11; lines 99213-95 $125 @1", finds=("lines[0].place_of_service",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("95", "93", "GT", "GQ") and line.place not in ("02", "10", ""):
                message = f"{line.code} has a telehealth modifier in place {line.place}."
                yield self.finding(claim, f"{line.path}.place_of_service", message, codes=(line.code,))
