"""Hemodialysis without the modifier of its adequacy."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class UreaReductionMissing(Edit):
    """Hemodialysis without the modifier of its adequacy.

    ## Why it matters
    G1 to G6 tell the urea reduction ratio: lines of hemodialysis without it are returned.
    """

    id = "INS111"
    name = "urea-reduction-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = codes("90999")
    severity = Severity.REVIEW
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 8, section 50.9", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Add G1 to G5, or G6 for fewer than seven treatments in the month."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40; lines 90999-V7 rev 0821 x1 $420 on "
                "2025-11-03"
            ),
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if facts_of(claim).bill_type[:2] != "72":
            return
        for line in facts_of(claim).lines:
            revenue = line.line.revenue_code
            if (
                line.code == "90999"
                and revenue.startswith("082")
                and not line.has("G1", "G2", "G3", "G4", "G5", "G6")
            ):
                message = f"90999 on {line.day} without the urea reduction ratio (G1 to G6)."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
