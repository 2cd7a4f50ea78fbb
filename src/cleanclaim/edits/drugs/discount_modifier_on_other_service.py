"""A 340B modifier on something that is no drug."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DiscountModifierOnOtherService(Edit):
    """A 340B modifier on something that is no drug.

    ## Why it matters
    JG and TB tell how a drug or biological was bought; on a visit or a test they say nothing, and the
    line is returned.
    """

    id = "DRU012"
    name = "discount-modifier-on-other-service"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("JG", "TB")
    severity = Severity.REVIEW
    sources = (Citation("HCPCS Level II, October 2026: JG", "CMS HCPC2026_OCT_ANWEB, an excerpt"),)
    predicts = (CARC("4"),)
    fix = "Take the modifier off the line."
    examples = (
        Example(
            "on a drug",
            "payer medicare; lines J3301-TB x4 $40 @1",
        ),
        Example("on a visit", "payer medicare; lines 99213-TB $125 @1", finds=("lines[0].modifiers",)),
        Example(
            "on a contrast medium",
            "payer medicare; lines Q9967-TB x100 $40 @1",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.has("JG", "TB")
                and line.code.isdigit()
                and not line.code.startswith("90")
                and line.line.drug is None
            ):
                kept = ",".join(one for one in line.modifiers if one not in ("JG", "TB")) or '""'
                change = Change(f"{line.path}.modifiers", kept)
                message = f"{line.code} is no drug that is bought at a discount."
                yield self.finding(claim, change.path, message, codes=(line.code,), changes=(change,))
