"""A surgeon's own anesthesia (47) on a claim to Medicare."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class SurgeonsAnesthesiaForMedicare(Edit):
    """A surgeon's own anesthesia (47) on a claim to Medicare.

    ## Why it matters
    Anesthesia by the surgeon is part of the surgery for Medicare: 47 pays nothing and looks
    like a second service.
    """

    id = "ANE021"
    name = "surgeons-anesthesia-for-medicare"
    family = "anesthesia"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("47")
    severity = Severity.REVIEW
    sources = (Citation("NCCI Policy Manual for Medicare Services, chapter II, section B", verified=False),)
    predicts = (CARC("97"),)
    fix = "Take 47 off."
    examples = (
        Example("another payer", "lines 11402-47 $250 @1"),
        Example("Medicare", "payer medicare; lines 11402-47 $250 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("47"):
                message = f"{line.code}-47: Medicare pays no anesthesia by the surgeon."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
