"""Modifier 54, 55 or 56 on a code without a global package to divide."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import indicator, scheduled_lines
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PartOfNoGlobalPackage(Edit):
    """Modifier 54, 55 or 56 on a code without a global package to divide.

    ## Why it matters
    The modifiers divide the payment of a surgery with 10 or 90 days; there is nothing to divide
    here.
    """

    id = "MOD012"
    name = "part-of-no-global-package"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("54", "55", "56")
    severity = Severity.DENY
    sources = (indicator("Global Surgery"),)
    predicts = (CARC("4"),)
    fix = "Take the modifier off, or report the service itself."
    examples = (
        Example(
            "a surgery with 90 days",
            "payer medicare; lines 27447-54 $900 @1",
            tables=("MPFS 27447 status=A global_days=090",),
        ),
        Example(
            "a procedure of one day",
            "payer medicare; lines 20610-55 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 20610 status=A global_days=000",),
        ),
        Example(
            "no surgery",
            "payer medicare; lines 99213-54 $90 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 99213 status=A global_days=XXX",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "54", "55", "56"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.global_days not in ("010", "090", "MMM", "YYY"):
                message = (
                    f"{line.code} has no postoperative days (global {row.global_days}), so "
                    f"nothing is divided."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "54", "55", "56"),
                    release=found.release,
                )
