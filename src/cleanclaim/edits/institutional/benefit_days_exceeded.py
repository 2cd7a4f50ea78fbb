"""More coinsurance or reserve days than there are."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class BenefitDaysExceeded(Edit):
    """More coinsurance or reserve days than there are.

    ## Why it matters
    A benefit period has 30 coinsurance days in a hospital and 80 in a skilled nursing facility, a
    lifetime 60 reserve days: more cannot be used.
    """

    id = "INS081"
    name = "benefit-days-exceeded"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "18*", "21*", "41*")
    severity = Severity.REVIEW
    sources = (Citation("42 CFR 409.61(a) and (b)", verified=False),)
    predicts = (CARC("119"),)
    fix = "Correct value codes 82 and 83."
    examples = (
        Example(
            "some reserve days",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; values 80 2, 83 1"
            ),
        ),
        Example(
            "more than a life has",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; values 80 2, 83 61"
            ),
            finds=("institutional.values[1].amount",),
        ),
        Example(
            "more coinsurance days than a hospital has",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; values 80 2, 82 31"
            ),
            finds=("institutional.values[1].amount",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, bill = claim.institutional, facts_of(claim).bill_type
        for at, one in enumerate(details.values if details is not None else ()):
            most = {"82": 80 if bill[:1] == "2" or bill[:2] == "18" else 30, "83": 60}.get(one.code)
            if most is not None and one.amount > most:
                message = f"Value code {one.code} tells {one.amount.normalize():f} days; there are {most}."
                yield self.finding(claim, f"institutional.values[{at}].amount", message, codes=(one.code,))
