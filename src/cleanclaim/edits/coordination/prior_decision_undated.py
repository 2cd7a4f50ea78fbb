"""Another payer's payment without the day of its decision."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PriorDecisionUndated(Edit):
    """Another payer's payment without the day of its decision.

    ## Why it matters
    The next payer asks when the earlier one decided: its own time to file may run from there.
    """

    id = "COB005"
    name = "prior-decision-undated"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("other payer")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X222A1, 2330B DTP*573", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the day of the earlier payer's remittance."
    examples = (
        Example("with the day", "secondary to commercial paid 125.00 on 2025-12-01"),
        Example(
            "without",
            "secondary to commercial paid 125.00; set coverages[0].prior_payment.adjudicated_on null",
            finds=("coverages[0].prior_payment.adjudicated_on",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, coverage in enumerate(claim.coverages):
            prior = coverage.prior_payment
            if prior is None or at == claim.billed_coverage or prior.adjudicated_on is not None:
                continue
            payer = coverage.payer.payer_id
            if any(
                one.payer_id == payer and one.adjudicated_on
                for line in claim.lines
                for one in line.adjudications
            ):
                continue
            path = f"coverages[{at}].prior_payment.adjudicated_on"
            yield self.finding(claim, path, "The earlier payer's decision has no day.")
