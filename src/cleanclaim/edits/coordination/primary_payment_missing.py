"""A claim to a later payer without what the earlier one decided."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import SECONDARY_BILLING, reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PrimaryPaymentMissing(Edit):
    """A claim to a later payer without what the earlier one decided.

    ## Why it matters
    A later payer pays what the earlier ones left; without their decision it denies.
    """

    id = "COB002"
    name = "primary-payment-missing"
    family = "coordination"
    status = Stable(since="0.1")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=frozenset(("medicaid", "commercial", "dental", "workers_comp", "auto", "unknown")),
    )
    triggers = having("several payers")
    severity = Severity.DENY
    sources = (SECONDARY_BILLING, reason_code("22"))
    predicts = (CARC("22"),)
    fix = "Post the earlier payer's remittance first, or bill that payer."
    examples = (
        Example("the primary has paid", "payer medicare; secondary to commercial paid 80 type 12"),
        Example(
            "nothing is known of the primary",
            "payer medicare; secondary to commercial type 12",
            finds=("coverages[0].prior_payment",),
        ),
        Example(
            "nothing was paid, but that was decided", "payer medicare; secondary to commercial paid 0 type 12"
        ),
        Example("only one payer", "payer medicare"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each earlier payer whose decision is missing."""
        for index, coverage in enumerate(claim.coverages[: max(claim.billed_coverage, 0)]):
            decided_by_line = any(
                decision.payer_id == coverage.payer.payer_id
                for line in claim.lines
                for decision in line.adjudications
            )
            if coverage.prior_payment is None and not decided_by_line:
                path = f"coverages[{index}].prior_payment"
                message = f"Payer {index + 1} comes first, but what it decided is not on the claim."
                yield self.finding(claim, path, message)
