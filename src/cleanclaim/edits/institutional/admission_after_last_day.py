"""An admission after the last day that is billed."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AdmissionAfterLastDay(Edit):
    """An admission after the last day that is billed.

    ## Why it matters
    The stay cannot have begun after it was billed.
    """

    id = "INS037"
    name = "admission-after-last-day"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    explained_by = ("INS015",)
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the day of admission or the bill's dates."
    examples = (
        Example(
            "before",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "after",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                "institutional.admission_date 2025-11-25"
            ),
            finds=("institutional.admission_date",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if (
            details.admission_date is not None
            and details.statement is not None
            and details.admission_date > details.statement.end
        ):
            message = "The day of admission is after the last day of the bill."
            yield self.finding(claim, "institutional.admission_date", message, codes=())
