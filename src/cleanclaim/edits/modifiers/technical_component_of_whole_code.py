"""Modifier TC on a code that has no technical component."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import PC_TC, scheduled_lines
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class TechnicalComponentOfWholeCode(Edit):
    """Modifier TC on a code that has no technical component.

    ## Why it matters
    The code is a physician's service as a whole, or already is one component: the modifier
    contradicts it, and the line is denied.
    """

    id = "MOD002"
    name = "technical-component-of-whole-code"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("TC")
    severity = Severity.DENY
    sources = (PC_TC,)
    predicts = (CARC("4"),)
    fix = "Take modifier TC off, or report the code that has a technical component."
    examples = (
        Example(
            "a code with both components",
            "payer medicare; lines 71046-TC $20 @1",
            tables=("MPFS 71046 status=A pc_tc=1",),
        ),
        Example(
            "a tracing only, by its code",
            "payer medicare; lines 93005-TC $20 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 93005 status=A pc_tc=3",),
        ),
        Example(
            "a laboratory interpretation",
            "payer medicare; lines 85060-TC $20 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 85060 status=A pc_tc=8",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "TC"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.pc_tc not in ("", "1"):
                message = (
                    f"{line.code} has no technical component (PC/TC indicator {row.pc_tc}), but modifier TC."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "TC"),
                    release=found.release,
                )
