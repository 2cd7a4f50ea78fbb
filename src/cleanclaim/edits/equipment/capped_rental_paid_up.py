"""A month of rent after the thirteenth."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import earlier_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_MONTHS = 13


class CappedRentalPaidUp(Edit):
    """A month of rent after the thirteenth.

    ## Why it matters
    Equipment of capped rental is paid for thirteen months; then it belongs to the patient.
    """

    id = "DME008"
    name = "capped-rental-paid-up"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("RR")
    severity = Severity.DENY
    sources = (
        reason_code("108"),
        reason_code("119"),
        Citation("42 CFR 414.229", verified=False),
    )
    predicts = (CARC("108"),)
    fix = "Take the line off; bill repairs and supplies only."
    examples = (
        Example(
            "the second month",
            "payer medicare; place 12; lines E0260-RR-KI $150 @1; set referring.npi 1234567893",
            history=(
                (
                    "payer medicare; dos 2025-10-18; place 12; lines E0260-RR-KH $150 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "the fourteenth",
            "payer medicare; place 12; lines E0260-RR-KJ $150 @1; set referring.npi 1234567893",
            finds=("lines[0].code",),
            history=(
                (
                    "payer medicare; dos 2024-10-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R0"
                ),
                (
                    "payer medicare; dos 2024-11-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R1"
                ),
                (
                    "payer medicare; dos 2024-12-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R2"
                ),
                (
                    "payer medicare; dos 2025-01-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R3"
                ),
                (
                    "payer medicare; dos 2025-02-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R4"
                ),
                (
                    "payer medicare; dos 2025-03-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R5"
                ),
                (
                    "payer medicare; dos 2025-04-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R6"
                ),
                (
                    "payer medicare; dos 2025-05-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R7"
                ),
                (
                    "payer medicare; dos 2025-06-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R8"
                ),
                (
                    "payer medicare; dos 2025-07-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R9"
                ),
                (
                    "payer medicare; dos 2025-08-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R10"
                ),
                (
                    "payer medicare; dos 2025-09-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R11"
                ),
                (
                    "payer medicare; dos 2025-10-18; place 12; lines E0260-RR-KJ $150 @1; set "
                    "patient_control_number R12"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not line.has("RR") or not line.has("KH", "KI", "KJ"):
                continue
            months = {
                before.day
                for before in earlier_lines(claim, rules)
                if before.code == line.code and before.has("RR")
            }
            if len(months) >= _MONTHS:
                message = f"{line.code} has been rented for {len(months)} months."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
