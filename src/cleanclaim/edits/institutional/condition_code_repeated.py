"""A condition code twice."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ConditionCodeRepeated(Edit):
    """A condition code twice.

    ## Why it matters
    The second says nothing, and the front end returns the bill.
    """

    id = "INS031"
    name = "condition-code-repeated"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Keep it once."
    examples = (
        Example("two of them", "type institutional; conditions 02, 05"),
        Example(
            "one of them twice", "type institutional; conditions 02, 02", finds=("institutional.conditions",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        codes = list(details.conditions) if details is not None else []
        for code in sorted({one for one in codes if codes.count(one) > 1}):
            yield self.finding(
                claim,
                "institutional.conditions",
                f"The condition code {code} stands more than once.",
                codes=(code,),
                changes=(Change("institutional.conditions", ",".join(dict.fromkeys(codes)), safe=True),),
            )
