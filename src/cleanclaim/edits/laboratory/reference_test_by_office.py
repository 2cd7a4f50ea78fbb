"""A test sent out (90), billed by a practice to Medicare."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ReferenceTestByOffice(Edit):
    """A test sent out (90), billed by a practice to Medicare.

    ## Why it matters
    Medicare pays a test to who did it: a practice may not bill what another laboratory did.
    """

    id = "LAB008"
    name = "reference-test-by-office"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("90")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 16, section 40", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "The laboratory that did the test bills it."
    examples = (
        Example(
            "a laboratory",
            ("payer medicare; lines 85025-90 $15 @1; set clia 05D1234567; set rendering.taxonomy 291U00000X"),
        ),
        Example(
            "a practice",
            ("payer medicare; lines 85025-90 $15 @1; set clia 05D1234567; set rendering.taxonomy 207Q00000X"),
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("90") and not line.specialty.startswith("291"):
                message = f"{line.code}-90 by a provider that is no laboratory."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
