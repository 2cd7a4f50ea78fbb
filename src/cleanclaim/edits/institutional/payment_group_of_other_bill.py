"""A payment group's revenue code on a bill of another kind."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import revenue_codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_BILLS = {"0022": ("18", "21", "22"), "0023": ("32", "33", "34")}


class PaymentGroupOfOtherBill(Edit):
    """A payment group's revenue code on a bill of another kind.

    ## Why it matters
    0022 belongs to skilled nursing, 0023 to home health, 0024 to rehabilitation: an acute
    hospital's bill is paid by its diagnosis group.
    """

    id = "INS108"
    name = "payment-group-of-other-bill"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = revenue_codes("0022", "0023")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapters 6 and 10", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Take the line off, or correct the type of bill."
    examples = (
        Example(
            "skilled nursing",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-03 1500; dos "
                "2025-11-03..2025-11-17; discharged 1000 status 01; lines KAQD1 rev 0022 x14 $0 "
                "on 2025-11-03 | none rev 0120 x14 unit DA $5600; set lines[0].code_qualifier "
                "HP; occurrences 50 on 2025-11-08; spans 70 on 2025-10-27..2025-11-03"
            ),
        ),
        Example(
            "an acute hospital",
            (
                "type institutional; payer medicare; bill 0111; lines KAQD1 rev 0022 x5 $0; set "
                "lines[0].code_qualifier HP"
            ),
            finds=("lines[0].revenue_code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        bill = facts_of(claim).bill_type
        for line in facts_of(claim).lines:
            bills = _BILLS.get(line.line.revenue_code)
            if bills and bill and bill[:2] not in bills:
                message = f"Revenue code {line.line.revenue_code} on bill type {bill}."
                yield self.finding(
                    claim, f"{line.path}.revenue_code", message, codes=(line.line.revenue_code,)
                )
