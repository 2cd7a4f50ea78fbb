"""A test by an outside laboratory without that laboratory."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class OutsideLaboratoryWithoutChargeData(Edit):
    """A test by an outside laboratory without that laboratory.

    ## Why it matters
    With modifier 90 the claim names the laboratory that did the test, with its number.
    """

    id = "LAB004"
    name = "outside-laboratory-without-charge-data"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("90")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 16, section 40", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Name the outside laboratory and its CLIA number."
    examples = (
        Example("with the laboratory", "lines 85025-90 $15 @1; set lines[0].clia 05D1234567"),
        Example("without", "lines 85025-90 $15 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("90") and not (line.line.clia or claim.clia or line.line.providers.purchased_service):
                message = f"{line.code} was done by an outside laboratory (90), which is not named."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
