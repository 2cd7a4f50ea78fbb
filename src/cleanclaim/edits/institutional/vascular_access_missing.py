"""Hemodialysis without the modifier of the vascular access."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class VascularAccessMissing(Edit):
    """Hemodialysis without the modifier of the vascular access.

    ## Why it matters
    V5, V6 or V7 tells catheter, graft or fistula: Medicare asks for it on hemodialysis lines.
    """

    id = "INS129"
    name = "vascular-access-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = codes("90999")
    severity = Severity.REVIEW
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 8, section 50.8", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Add V5 (catheter), V6 (graft) or V7 (fistula)."
    examples = (
        Example(
            "a fistula",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40"
            ),
        ),
        Example(
            "not said",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40; lines 90999-G4 rev 0821 x1 $420 on "
                "2025-11-03"
            ),
            finds=("lines[0].modifiers",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if facts_of(claim).bill_type[:2] != "72":
            return
        lines = [
            one
            for one in facts_of(claim).lines
            if one.code == "90999" and one.line.revenue_code.startswith("082")
        ]
        if lines and not any(one.has("V5", "V6", "V7") for one in lines):
            message = f"90999 on {lines[-1].day} without the vascular access (V5, V6, V7)."
            yield self.finding(claim, f"{lines[-1].path}.modifiers", message, codes=("90999",))
