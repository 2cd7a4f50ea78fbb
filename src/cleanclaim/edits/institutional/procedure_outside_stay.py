"""A procedure on a day outside the stay."""

from collections.abc import Iterator
from datetime import timedelta

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_BEFORE = timedelta(days=3)


class ProcedureOutsideStay(Edit):
    """A procedure on a day outside the stay.

    ## Why it matters
    Procedures of a stay lie between the three days before admission and the last day billed:
    the Medicare Code Editor returns others.
    """

    id = "INS026"
    name = "procedure-outside-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X223A2, 2300 HI*BBR", verified=False),)
    predicts = (CARC("16"),)
    fix = "Correct the day of the procedure."
    examples = (
        Example(
            "within the stay",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18"
            ),
        ),
        Example(
            "after it",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-25"
            ),
            finds=("institutional.procedures[0].dates",),
        ),
        Example(
            "without a day",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ"
            ),
            finds=("institutional.procedures[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None:
            return
        first = min(details.admission_date or details.statement.start, details.statement.start) - _BEFORE
        for at, procedure in enumerate(details.procedures):
            path = f"institutional.procedures[{at}].dates"
            if procedure.dates is None:
                yield self.finding(claim, path, f"{procedure.code} has no day.", codes=(procedure.code,))
            elif not first <= procedure.dates.start <= details.statement.end:
                span = f"{details.statement.start} to {details.statement.end}"
                message = f"{procedure.code} on {procedure.dates.start}; the stay is {span}."
                yield self.finding(claim, path, message, codes=(procedure.code,))
