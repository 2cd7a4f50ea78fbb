"""Condition code 44 on an inpatient bill."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class OutpatientChangeOnStay(Edit):
    """Condition code 44 on an inpatient bill.

    ## Why it matters
    The code says that a stay was changed to outpatient before discharge: such a bill is an outpatient
    one.
    """

    id = "INS061"
    name = "outpatient-change-on-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("institutional",)),
    )
    triggers = bill_types("11*", "41*")
    severity = Severity.DENY
    sources = (Citation("CMS Blue Button 2.0, CLM-RLT-COND-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Bill it as outpatient (13x), or take the code off if the patient stayed an inpatient."
    examples = (
        Example(
            "an outpatient bill",
            "type institutional; payer medicare; conditions 44",
        ),
        Example(
            "a stay",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; conditions 44"
            ),
            finds=("institutional.conditions[0]",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if (
            details is None
            or "44" not in details.conditions
            or facts_of(claim).bill_type[:2] not in ("11", "41")
        ):
            return
        path = f"institutional.conditions[{details.conditions.index('44')}]"
        message = "Condition code 44 says outpatient, the type of bill says inpatient."
        yield self.finding(claim, path, message, codes=("44",))
