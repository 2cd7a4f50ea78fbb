"""Modifier 50 on a code that is bilateral as it is."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, scheduled_lines
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class BilateralAlreadyInCode(Edit):
    """Modifier 50 on a code that is bilateral as it is.

    ## Why it matters
    The amount already is that for both sides: the modifier asks to be paid twice.
    """

    id = "MOD004"
    name = "bilateral-already-in-code"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("50")
    severity = Severity.DENY
    sources = (indicator("Bilateral Surgery"),)
    predicts = (CARC("4"),)
    fix = "Take modifier 50 off; one unit is both sides."
    examples = (
        Example(
            "a code for one side",
            "payer medicare; lines 20610-50 $300 @1",
            tables=("MPFS 20610 status=A bilateral=1",),
        ),
        Example(
            "a code for both sides",
            "payer medicare; lines 77067-50 $300 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 77067 status=A bilateral=2",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "50"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.bilateral == "2":
                message = f"{line.code} stands for both sides already (indicator 2), but has modifier 50."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "50"),
                    release=found.release,
                )
