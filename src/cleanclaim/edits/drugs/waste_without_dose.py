"""Wasted drug without the dose that was given."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class WasteWithoutDose(Edit):
    """Wasted drug without the dose that was given.

    ## Why it matters
    JW bills what was thrown away beside what was given: alone it bills nothing but waste.
    """

    id = "DRU004"
    name = "waste-without-dose"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("JW")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 17, section 40", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Bill the dose on a line of its own, beside the waste."
    examples = (
        Example("a dose and its waste", "payer medicare; lines J9035 x30 $900 @1 | J9035-JW x10 $300 @1"),
        Example("waste alone", "payer medicare; lines J9035-JW x10 $300 @1", finds=("lines[0].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not line.has("JW"):
                continue
            given = [one for one in facts_of(claim).lines if one.code == line.code and one.day == line.day]
            if all(one.has("JW") for one in given):
                message = f"{line.code}-JW bills waste on {line.day}, but no dose."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
