"""A day of death for a patient who has not died."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class DayOfDeathOfLiving(Edit):
    """A day of death for a patient who has not died.

    ## Why it matters
    Occurrence code 55 goes with status 20, 40, 41 or 42.
    """

    id = "INS043"
    name = "day-of-death-of-living"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the status or take the occurrence off."
    examples = (
        Example(
            "none",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 2"
            ),
        ),
        Example(
            "with status 01",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 2; "
                "occurrences 55 on 2025-11-19"
            ),
            finds=("institutional.occurrences",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if details.patient_status not in ("20", "40", "41", "42", "") and any(
            one.code == "55" for one in details.occurrences
        ):
            message = f"Occurrence 55 (death), but status {details.patient_status}."
            yield self.finding(claim, "institutional.occurrences", message, codes=())
