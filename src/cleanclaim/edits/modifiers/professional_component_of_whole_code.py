"""Modifier 26 on a code that has no professional component."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import PC_TC, scheduled_lines
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ProfessionalComponentOfWholeCode(Edit):
    """Modifier 26 on a code that has no professional component.

    ## Why it matters
    The code is a physician's service as a whole, or already is one component: the modifier
    contradicts it, and the line is denied.
    """

    id = "MOD001"
    name = "professional-component-of-whole-code"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("26")
    severity = Severity.DENY
    sources = (PC_TC,)
    predicts = (CARC("4"),)
    fix = "Take modifier 26 off, or report the code that has a professional component."
    examples = (
        Example(
            "a code with both components",
            "payer medicare; lines 71046-26 $20 @1",
            tables=("MPFS 71046 status=A pc_tc=1",),
        ),
        Example(
            "a visit",
            "payer medicare; lines 99213-26 $20 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 99213 status=A pc_tc=0",),
        ),
        Example(
            "interpretation only, by its code",
            "payer medicare; lines 93010-26 $20 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 93010 status=A pc_tc=2",),
        ),
        Example(
            "physician interpretation of a laboratory test",
            "payer medicare; lines 88305-26 $20 @1",
            tables=("MPFS 88305 status=A pc_tc=1",),
        ),
        Example(
            "not loaded for the day",
            "payer medicare; dos 1999-03-04; lines 71046-26 $20 @1",
            not_checked=("MPFS",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "26"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.pc_tc in ("0", "2", "3", "4", "5", "7", "9"):
                message = (
                    f"{line.code} has no professional component (PC/TC indicator "
                    f"{row.pc_tc}), but modifier 26."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "26"),
                    release=found.release,
                )
