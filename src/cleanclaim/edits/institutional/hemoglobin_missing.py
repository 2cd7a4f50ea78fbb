"""A drug against anemia in dialysis without hemoglobin or hematocrit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class HemoglobinMissing(Edit):
    """A drug against anemia in dialysis without hemoglobin or hematocrit.

    ## Why it matters
    Medicare watches these drugs by the last value: value code 48 or 49 is asked for.
    """

    id = "INS112"
    name = "hemoglobin-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = codes("Q4081", "J0882", "J0887", "J0888")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 8, section 60.4", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter value code 48 or 49."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40; line Q4081-JA rev 0634 x50 $300 on "
                "2025-11-03"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40; line Q4081-JA rev 0634 x50 $300 on "
                "2025-11-03; values A8 82.50, A9 176"
            ),
            finds=("institutional.values",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or any(one.code in ("48", "49") for one in details.values):
            return
        for line in facts_of(claim).lines:
            if line.code in ("Q4081", "J0882", "J0887", "J0888") and facts_of(claim).bill_type[:2] == "72":
                message = f"{line.code}, but neither value code 48 nor 49 tells the last value."
                yield self.finding(claim, "institutional.values", message, codes=(line.code,))
                return
