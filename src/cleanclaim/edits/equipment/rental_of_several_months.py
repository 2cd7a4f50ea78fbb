"""A rental with more than one unit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class RentalOfSeveralMonths(Edit):
    """A rental with more than one unit.

    ## Why it matters
    Equipment is rented by the month, one month a claim: more units are denied.
    """

    id = "DME003"
    name = "rental-of-several-months"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("RR")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 20, section 30", verified=False),)
    predicts = (CARC("151"),)
    fix = "Report one unit for the month; correct the dates."
    examples = (
        Example("one month", "payer medicare; place 12; lines E0260-RR $150 @1"),
        Example("three", "payer medicare; place 12; lines E0260-RR x3 $450 @1", finds=("lines[0].units",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("RR") and line.code[:1] == "E" and line.units > 1:
                message = f"{line.code} is rented with {line.units.normalize():f} units."
                yield self.finding(claim, f"{line.path}.units", message, codes=(line.code,))
