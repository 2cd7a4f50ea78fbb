"""More covered days than the stay has."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class CoveredDaysExceedStay(Edit):
    """More covered days than the stay has.

    ## Why it matters
    The covered days (value code 80) are those of the stay without the day of discharge.
    """

    id = "INS041"
    name = "covered-days-exceed-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "28*", "41*")
    severity = Severity.DENY
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct value code 80."
    examples = (
        Example(
            "two of two",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 2"
            ),
        ),
        Example(
            "five of two",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; values 80 5"
            ),
            finds=("institutional.values",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        facts = facts_of(claim)
        if (
            facts.is_inpatient
            and details.statement is not None
            and (covered := next((one.amount for one in details.values if one.code == "80"), None))
            is not None
            and covered
            > max((details.statement.end - details.statement.start).days, 1)
            + (1 if details.patient_status == "30" else 0)
        ):
            message = f"{covered.normalize():f} covered days are more than the stay has."
            yield self.finding(claim, "institutional.values", message, codes=())
