"""Modifier 51 on a code that is always an addition."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, scheduled_lines
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class MultipleProcedureOnAddOn(Edit):
    """Modifier 51 on a code that is always an addition.

    ## Why it matters
    The value of such a code already supposes another procedure: the modifier asks for a
    reduction that does not apply.
    """

    id = "MOD013"
    name = "multiple-procedure-on-add-on"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("51")
    severity = Severity.REVIEW
    sources = (indicator("Global Surgery"),)
    predicts = (CARC("4"),)
    fix = "Take modifier 51 off."
    examples = (
        Example(
            "a second surgery",
            "payer medicare; lines 27447 $900 @1 | 20610-51 $90 @1",
            tables=(
                "MPFS 20610 status=A global_days=000",
                "MPFS 27447 status=A global_days=090",
            ),
        ),
        Example(
            "an add-on code",
            "payer medicare; lines 11042 $200 @1 | 11045-51 $90 @1",
            finds=("lines[1].modifiers",),
            tables=(
                "MPFS 11045 status=A global_days=ZZZ",
                "MPFS 11042 status=A global_days=000",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "51"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.global_days == "ZZZ":
                message = (
                    f"{line.code} is always an addition to another code (global ZZZ), but has modifier 51."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "51"),
                    release=found.release,
                )
