"""Another payer's payment that does not balance with its adjustments."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PriorPaymentDoesNotBalance(Edit):
    """Another payer's payment that does not balance with its adjustments.

    ## Why it matters
    What the earlier payer was charged is what it paid and adjusted: otherwise the next payer
    returns the claim.
    """

    id = "COB004"
    name = "prior-payment-does-not-balance"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("other payer")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("ASC X12N 837 005010X222A1, section 1.4.4, balancing", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the adjustments as the earlier payer's remittance has them."
    examples = (
        Example("alone", ""),
        Example("balanced", "secondary to commercial paid 125.00 on 2025-12-01"),
        Example(
            "not balanced",
            "secondary to commercial paid 80.00; set coverages[0].prior_payment.paid 70",
            finds=("coverages[0].prior_payment",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, coverage in enumerate(claim.coverages):
            prior = coverage.prior_payment
            if prior is None or prior.paid is None or at == claim.billed_coverage:
                continue
            adjusted = sum((one.amount for one in prior.adjustments), Decimal(0))
            payer = coverage.payer.payer_id
            for line in claim.lines:
                for decision in line.adjudications:
                    if decision.payer_id == payer:
                        adjusted += sum((one.amount for one in decision.adjustments), Decimal(0))
            difference = claim.charge - prior.paid - adjusted
            if difference != 0:
                message = (
                    f"Charged {claim.charge}, paid {prior.paid} and adjusted {adjusted} before: "
                    f"{difference} is not explained."
                )
                yield self.finding(claim, f"coverages[{at}].prior_payment", message)
