"""An earlier payer's payment below nothing."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PriorPaymentNegative(Edit):
    """An earlier payer's payment below nothing.

    ## Why it matters
    What the first payer paid is nothing or more: a payment that was taken back is told by the
    corrected decision.
    """

    id = "COB026"
    name = "prior-payment-negative"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("several payers")
    severity = Severity.DENY
    sources = (reason_code("22"),)
    predicts = (CARC("22"),)
    fix = "Enter what the first payer has paid in the end."
    examples = (
        Example("paid", "secondary to commercial paid 80 on 2025-11-19"),
        Example(
            "below nothing",
            "secondary to commercial paid -5 on 2025-11-19",
            finds=("coverages[0].prior_payment.paid",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for number, one in enumerate(claim.coverages):
            if one.prior_payment is not None and (one.prior_payment.paid or 0) < 0:
                message = f"The payer before has paid {one.prior_payment.paid}."
                yield self.finding(claim, f"coverages[{number}].prior_payment.paid", message)
