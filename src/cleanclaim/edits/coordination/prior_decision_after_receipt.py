"""An earlier payer's decision dated after this claim was received."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PriorDecisionAfterReceipt(Edit):
    """An earlier payer's decision dated after this claim was received.

    ## Why it matters
    What is sent cannot tell of a later day: the date is wrong.
    """

    id = "COB008"
    name = "prior-decision-after-receipt"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("other payer")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the day of the earlier payer's decision."
    examples = (
        Example("before", "received 2025-12-05; secondary to commercial paid 125 on 2025-12-01"),
        Example(
            "after",
            "received 2025-11-30; secondary to commercial paid 125 on 2025-12-01",
            finds=("coverages[0].prior_payment.adjudicated_on",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, coverage in enumerate(claim.coverages):
            prior = coverage.prior_payment
            if prior is None or prior.adjudicated_on is None or rules.received is None:
                continue
            if prior.adjudicated_on > rules.received:
                path = f"coverages[{at}].prior_payment.adjudicated_on"
                yield self.finding(
                    claim, path, f"Decided on {prior.adjudicated_on}, received on {rules.received}."
                )
