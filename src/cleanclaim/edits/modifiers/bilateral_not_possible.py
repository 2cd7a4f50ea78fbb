"""Modifier 50 on a code to which the bilateral rule does not apply."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class BilateralNotPossible(Edit):
    """Modifier 50 on a code to which the bilateral rule does not apply.

    ## Why it matters
    The code cannot be bilateral, by anatomy or because another code says so: the second side is
    not paid.
    """

    id = "MOD003"
    name = "bilateral-not-possible"
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
    fix = "Take modifier 50 off, or report the code for both sides."
    examples = (
        Example(
            "a code that can be bilateral",
            "payer medicare; lines 20610-50 $300 @1",
            tables=("MPFS 20610 status=A bilateral=1",),
        ),
        Example(
            "one that cannot",
            "payer medicare; lines 47562-50 $300 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 47562 status=A bilateral=0",),
        ),
        Example(
            "a code without the concept",
            "payer medicare; lines 99213-50 $300 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 99213 status=A bilateral=9",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "50"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.bilateral in ("0", "9"):
                message = (
                    f"{line.code} cannot be billed as bilateral (indicator {row.bilateral}), "
                    f"but has modifier 50."
                )
                yield self.finding(
                    claim, f"{line.path}.modifiers", message, codes=(line.code,), release=found.release
                )
