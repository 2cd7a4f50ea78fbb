"""A claim to Medicare as secondary payer without the reason why it is secondary."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import SECONDARY_BILLING, SECONDARY_TYPE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

TYPES = frozenset(("12", "13", "14", "15", "16", "41", "42", "43", "47"))
"""SBR05 as NGS Medicare lists it for a claim to Medicare as secondary or tertiary payer."""


class SecondaryTypeMissing(Edit):
    """A claim to Medicare as secondary payer without the reason why it is secondary.

    ## Why it matters
    Medicare rejects the claim as incomplete, and there is no appeal from that.
    """

    id = "COB001"
    name = "secondary-type-missing"
    family = "coordination"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    severity = Severity.REJECT
    sources = (SECONDARY_TYPE, SECONDARY_BILLING)
    predicts = (CARC("16"),)
    fix = "Ask the secondary payer questions; enter type 12, 13, 14, 15, 16, 41, 42, 43 or 47."
    examples = (
        Example(
            "Medicare after a working spouse's plan",
            "payer medicare; secondary to commercial paid 80 type 12",
        ),
        Example(
            "no reason given",
            "payer medicare; secondary to commercial paid 80",
            finds=("coverages[1].insurance_type",),
        ),
        Example(
            "a reason that is none",
            "payer medicare; secondary to commercial paid 80 type 11",
            finds=("coverages[1].insurance_type",),
        ),
        Example("Medicare first", "payer medicare; then commercial"),
        Example(
            "Medicare after Medicaid is another matter: still a reason is wanted",
            "payer medicare; secondary to auto paid 80 type 14",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding when the type is missing or not one of Medicare's."""
        coverage = claim.coverage
        if claim.billed_coverage == 0 or coverage.filing_indicator not in ("MA", "MB"):
            return
        given = coverage.insurance_type.strip()
        if given not in TYPES:
            path = f"coverages[{claim.billed_coverage}].insurance_type"
            message = (
                f"{given!r} is no reason for Medicare to pay second."
                if given
                else "Medicare pays second, but no reason is given."
            )
            yield self.finding(claim, path, message, codes=(given,) if given else ())
