"""The same procedure of the same day twice."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PrincipalProcedureRepeated(Edit):
    """The same procedure of the same day twice.

    ## Why it matters
    The second adds nothing to the stay, and looks like a slip.
    """

    id = "PCS002"
    name = "principal-procedure-repeated"
    family = "inpatient_procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (Citation("ICD-10-PCS Official Guidelines, B3.2", verified=False),)
    predicts = (CARC("16"),)
    fix = "Keep it once, unless the body part was operated on twice."
    examples = (
        Example(
            "two procedures",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18 | 5A1955Z on 2025-11-18"
            ),
        ),
        Example(
            "one of them twice",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18 | 0DTJ4ZZ on 2025-11-18"
            ),
            finds=("institutional.procedures[1].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        seen: set[tuple[object, object]] = set()
        for at, procedure in enumerate(details.procedures if details is not None else ()):
            key = (procedure.code, procedure.dates)
            if key in seen:
                message = f"{procedure.code} stands twice for the same day."
                yield self.finding(
                    claim, f"institutional.procedures[{at}].code", message, codes=(procedure.code,)
                )
            seen.add(key)
