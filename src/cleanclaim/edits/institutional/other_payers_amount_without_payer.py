"""What another payer has paid, of a payer that the bill does not name."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_PAID_BEFORE = frozenset(("12", "13", "14", "15", "16", "41", "42", "43", "47"))


class OtherPayersAmountWithoutPayer(Edit):
    """What another payer has paid, of a payer that the bill does not name.

    ## Why it matters
    The value code says that somebody has paid before Medicare: without that payer the bill cannot be
    coordinated.
    """

    id = "INS085"
    name = "other-payers-amount-without-payer"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (reason_code("22"),)
    predicts = (CARC("22"),)
    fix = "Name the payer before Medicare with what it decided, or take the value code off."
    examples = (
        Example(
            "no such value",
            "type institutional; payer medicare; values A2 15.31",
        ),
        Example(
            "a plan by employment has paid, but is not named",
            "type institutional; payer medicare; values 12 500.00",
            finds=("institutional.values[0].code",),
        ),
        Example(
            "it is named",
            (
                "type institutional; payer medicare; secondary to commercial paid 80.00 on 2025-12-01"
                " type 12; values 12 80.00"
            ),
        ),
        Example(
            "nothing was paid",
            "type institutional; payer medicare; values 12 0.00",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or claim.billed_coverage > 0:
            return
        for at, one in enumerate(details.values):
            if one.code in _PAID_BEFORE and one.amount > 0:
                message = f"Value code {one.code} with {one.amount}, but no payer is named before Medicare."
                yield self.finding(claim, f"institutional.values[{at}].code", message, codes=(one.code,))
