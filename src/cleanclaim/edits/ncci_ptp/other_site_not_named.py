"""A pair of services of which only one names its site (NCCI, indicator 1)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.ncci_ptp.pairs import INTRODUCTION, POLICY, Bypass, findings_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class OtherSiteNotNamed(Edit):
    """A pair of services of which only one names its site (NCCI, indicator 1).

    ## Why it matters
    The modifier lets the claim pass, but does not show that the sites differ: in an audit the
    payment is asked back.
    """

    id = "PTP004"
    name = "other-site-not-named"
    family = "ncci_ptp"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional", "institutional")),
    )
    triggers = having("several lines", "history")
    severity = Severity.REVIEW
    sources = (POLICY, INTRODUCTION)
    predicts = (CARC("97"), CARC("236"))
    fix = "Name the site of both services; if it is one site, take the line off."
    examples = (
        Example(
            "both name their site",
            "payer medicare; lines 20610-RT $180 @1 | 76942-LT $90 @1",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "only one names it",
            "payer medicare; lines 20610-RT $180 @1 | 76942 $90 @1",
            finds=("lines[1].code",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each pair, at the service that is not paid."""
        words = "{two} beside {one} on {day}: only one of them names its site."
        yield from findings_of(self, claim, rules, words, indicator=1, bypass=Bypass.ONE_SITE)
