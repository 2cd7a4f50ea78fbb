"""Modifier 50 with more than one unit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class BilateralWithSeveralUnits(Edit):
    """Modifier 50 with more than one unit.

    ## Why it matters
    Both sides are one unit with the modifier; two units with it ask for four sides.
    """

    id = "MOD005"
    name = "bilateral-with-several-units"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = modifiers("50")
    severity = Severity.DENY
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section V", "revision 1/1/2026"),
    )
    predicts = (CARC("4"),)
    fix = "Report one unit with modifier 50."
    examples = (
        Example(
            "one unit", "payer medicare; lines 20610-50 $300 @1", tables=("MPFS 20610 status=A bilateral=1",)
        ),
        Example(
            "two units",
            "payer medicare; lines 20610-50 x2 $300 @1",
            finds=("lines[0].units",),
            tables=("MPFS 20610 status=A bilateral=1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, "50"):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.bilateral in ("1", "3") and line.units > 1:
                message = (
                    f"{line.code} with modifier 50 has {line.units.normalize():f} units; both sides are one."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.units",
                    message,
                    codes=(line.code,),
                    release=found.release,
                    changes=(Change(f"{line.path}.units", "1"),),
                )
