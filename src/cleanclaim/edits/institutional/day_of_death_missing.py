"""A patient who has died, without the day of death."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class DayOfDeathMissing(Edit):
    """A patient who has died, without the day of death.

    ## Why it matters
    With status 20, 40, 41 or 42 Medicare asks for the day of death (occurrence code 55).
    """

    id = "INS042"
    name = "day-of-death-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 25; change request 7792", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter occurrence code 55 with the day of death."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 2; "
                "discharged 1130 status 20; occurrences 55 on 2025-11-19"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 2; "
                "discharged 1130 status 20"
            ),
            finds=("institutional.occurrences",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if details.patient_status in ("20", "40", "41", "42") and not any(
            one.code == "55" for one in details.occurrences
        ):
            message = f"Status {details.patient_status}, but no day of death (occurrence 55)."
            yield self.finding(claim, "institutional.occurrences", message, codes=())
