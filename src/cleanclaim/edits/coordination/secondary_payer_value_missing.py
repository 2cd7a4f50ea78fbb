"""A hospital's bill to Medicare as second payer without the value code of the first payment."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_VALUES = frozenset(("12", "13", "14", "15", "16", "41", "42", "43", "47"))


class SecondaryPayerValueMissing(Edit):
    """A hospital's bill to Medicare as second payer without the value code of the first payment.

    ## Why it matters
    Medicare reckons its share from the value code (12 to 16, 41, 42, 43, 47) with what the
    first payer paid.
    """

    id = "COB024"
    name = "secondary-payer-value-missing"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = having("several payers")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Secondary Payer Manual, chapter 3, section 40", verified=False),)
    predicts = (CARC("22"),)
    fix = "Enter the value code of the kind of first payer with its payment."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; secondary to commercial paid 100 on "
                "2025-11-19; values 12 100"
            ),
        ),
        Example(
            "without",
            ("type institutional; payer medicare; secondary to commercial paid 100 on 2025-11-19"),
            finds=("institutional.values",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or claim.billed_coverage == 0:
            return
        paid = any(
            one.prior_payment is not None and (one.prior_payment.paid or 0) > 0
            for one in claim.coverages[: claim.billed_coverage]
            if one.filing_indicator not in ("MA", "MB", "MC")
        )
        if paid and not any(one.code in _VALUES for one in details.values):
            message = "Medicare pays second, but no value code tells what the first payer paid."
            yield self.finding(claim, "institutional.values", message)
