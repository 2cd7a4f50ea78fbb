"""A day of admission after the statement begins."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DAYS_BEFORE = 3


class AdmissionAfterStatement(Edit):
    """A day of admission after the statement begins.

    ## Why it matters
    A stay cannot be billed from before it began, save for services of the days before that
    belong to it.
    """

    id = "INS015"
    name = "admission-after-statement"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    severity = Severity.REVIEW
    sources = (Citation("42 CFR 412.2(c)(5)", verified=False),)
    predicts = (CARC("16"),)
    fix = "Correct the day of admission or the statement's From date."
    examples = (
        Example(
            "admitted on its first day",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "admitted five days later",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                "institutional.statement.start 2025-11-12"
            ),
            finds=("institutional.admission_date",),
        ),
        Example(
            "services of the three days before",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                "institutional.statement.start 2025-11-14"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            details.admission_date is not None
            and details.statement is not None
            and facts.is_inpatient
            and (details.admission_date - details.statement.start).days > _DAYS_BEFORE
        ):
            message = f"Admitted on {details.admission_date}, but billed from {details.statement.start}."
            yield self.finding(claim, "institutional.admission_date", message, codes=())
