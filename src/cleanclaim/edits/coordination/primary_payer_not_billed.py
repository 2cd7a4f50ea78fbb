"""Another payer pays first, but the claim does not name it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.context import ELIGIBILITY
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PrimaryPayerNotBilled(Edit):
    """Another payer pays first, but the claim does not name it.

    ## Why it matters
    The payer knows of the other insurance and denies until that one has decided.
    """

    id = "COB010"
    name = "primary-payer-not-billed"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having(ELIGIBILITY)
    severity = Severity.DENY
    sources = (reason_code("22"),)
    predicts = (CARC("22"),)
    fix = "Bill the other payer first, then this one with what it decided."
    examples = (
        Example("no other payer", "", context=("eligibility plan=PPO",)),
        Example("another payer is primary", "", finds=("coverages",), context=("eligibility other=LAKE",)),
        Example(
            "it was billed before",
            "secondary to medicare paid 80.00 on 2025-12-01",
            context=("eligibility other=LAKE",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.billed_coverage > 0 and claim.coverages[: claim.billed_coverage]:
            return  # somebody is named before; who it is, is not told by names
        days = facts_of(claim).service_dates
        for answer in rules.context.eligibility_of(claim.coverage):
            for other in answer.other_insurance:
                begun = days is None or other.start is None or other.start <= days.end
                ended = days is not None and other.end is not None and other.end < days.start
                if other.primary and begun and not ended:
                    who = other.name or other.payer_id or "another payer"
                    message = f"The plan says that {who} pays first; the claim names nobody before it."
                    yield self.finding(claim, "coverages", message)
                    return
