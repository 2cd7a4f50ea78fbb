"""A modifier of facilities on a professional claim."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class FacilityModifierOnProfessionalClaim(Edit):
    """A modifier of facilities on a professional claim.

    ## Why it matters
    27 is for outpatient hospitals, GT since 2018 for critical access hospitals: on a
    professional claim the line is returned.
    """

    id = "MOD030"
    name = "facility-modifier-on-professional-claim"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("27", "GT", "PO", "PN", "CA", "ER")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 12 and transmittal 3929", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Take it off; a visit by video has 95 or its place."
    examples = (
        Example("on a bill of a hospital", "type institutional; line 99213-27 $125 rev 0510"),
        Example(
            "on a professional claim", "payer medicare; lines 99213-27 $125 @1", finds=("lines[0].modifiers",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("27", "GT", "PO", "PN", "CA", "ER"):
                message = f"{line.code} has a modifier that only facilities use."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "27", "GT", "PO", "PN", "CA", "ER"),
                )
