"""An earlier payer's decision dated before the service."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PriorDecisionBeforeService(Edit):
    """An earlier payer's decision dated before the service.

    ## Why it matters
    Nobody decides a service that has not been given: the day or the claim is wrong, and the
    payer returns it.
    """

    id = "COB021"
    name = "prior-decision-before-service"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("several payers")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837, 2330B DTP*573", verified=False),)
    predicts = (CARC("22"),)
    fix = "Correct the day of the earlier payer's decision."
    examples = (
        Example("after it", "secondary to commercial paid 80 on 2025-11-19"),
        Example(
            "before it",
            "secondary to commercial paid 80 on 2025-11-01",
            finds=("coverages[0].prior_payment.adjudicated_on",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        days = facts_of(claim).service_dates
        for number, coverage in enumerate(claim.coverages):
            decided = coverage.prior_payment.adjudicated_on if coverage.prior_payment is not None else None
            if days is not None and decided is not None and decided < days.start:
                message = f"Decided on {decided}, before the service of {days.start}."
                yield self.finding(claim, f"coverages[{number}].prior_payment.adjudicated_on", message)
