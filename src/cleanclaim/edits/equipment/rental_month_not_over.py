"""A month of rent before the last one is over."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import lines_beside
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_SHORTEST_MONTH = 28


class RentalMonthNotOver(Edit):
    """A month of rent before the last one is over.

    ## Why it matters
    Equipment is rented by the month from the day of delivery: an earlier month is denied as a
    duplicate.
    """

    id = "DME007"
    name = "rental-month-not-over"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = modifiers("RR")
    severity = Severity.DENY
    sources = (reason_code("18"),)
    predicts = (CARC("18"),)
    fix = "Correct the date; the next month begins on the day of the month of delivery."
    examples = (
        Example(
            "the next month",
            "payer medicare; place 12; lines E0260-RR-KH $150 @1; set referring.npi 1234567893",
            history=(
                (
                    "payer medicare; dos 2025-10-18; place 12; lines E0260-RR-KH $150 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "three weeks later",
            "payer medicare; place 12; lines E0260-RR-KI $150 @1; set referring.npi 1234567893",
            finds=("lines[0].dates",),
            history=(
                (
                    "payer medicare; dos 2025-10-28; place 12; lines E0260-RR-KH $150 @1; set "
                    "patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if not line.has("RR") or line.day is None:
                continue
            for before in lines_beside(claim, rules):
                if before.code != line.code or not before.has("RR") or before.day is None:
                    continue
                if 0 < (line.day - before.day).days < _SHORTEST_MONTH:
                    message = f"{line.code} was rented from {before.day}, and again from {line.day}."
                    yield self.finding(claim, f"{line.path}.dates", message, codes=(line.code,))
                    break
