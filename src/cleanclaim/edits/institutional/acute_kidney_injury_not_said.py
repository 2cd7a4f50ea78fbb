"""Dialysis for acute kidney injury without condition 84."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AcuteKidneyInjuryNotSaid(Edit):
    """Dialysis for acute kidney injury without condition 84.

    ## Why it matters
    Patients without end stage disease are dialysed for acute injury under condition 84: else
    the facility is not paid.
    """

    id = "INS128"
    name = "acute-kidney-injury-not-said"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("72*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 8, section 50", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Add condition 84, or the code of the end stage disease."
    examples = (
        Example(
            "end stage disease",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40"
            ),
        ),
        Example(
            "acute injury",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40; dx N17.9"
            ),
            finds=("institutional.conditions",),
        ),
        Example(
            "said",
            (
                "type institutional; payer medicare; bill 0721; dos 2025-11-03; dx N18.6, "
                "Z99.2; lines 90999-V7-G4 rev 0821 x1 $420 on 2025-11-03; conditions 74; values "
                "A8 82.50, A9 176, 48 10.40, D5 1.40; dx N17.9; conditions 84, 74"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, facts = claim.institutional, facts_of(claim)
        if details is None or facts.bill_type[:2] != "72" or "84" in details.conditions:
            return
        if "N186" not in facts.diagnoses and any(code.startswith("N17") for code in facts.diagnoses):
            message = "Dialysis for acute kidney injury, but condition 84 is missing."
            yield self.finding(claim, "institutional.conditions", message)
