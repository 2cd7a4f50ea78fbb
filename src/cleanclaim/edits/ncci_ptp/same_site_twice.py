"""Modifiers that name sites, but the same site for both services of a pair (NCCI, indicator 1)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.ncci_ptp.pairs import INTRODUCTION, POLICY, Bypass, findings_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SameSiteTwice(Edit):
    """Modifiers that name sites, but the same site for both services of a pair (NCCI, indicator 1).

    ## Why it matters
    A site bypasses the edit only when it differs from that of the other service: at one site the
    one is part of the other, and what was paid is asked back.
    """

    id = "PTP003"
    name = "same-site-twice"
    family = "ncci_ptp"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional", "institutional")),
    )
    triggers = having("several lines", "history")
    severity = Severity.DENY
    sources = (POLICY, INTRODUCTION)
    predicts = (CARC("97"), CARC("236"))
    fix = "Keep the line only if the record shows another site or session, with the modifier that says which."
    examples = (
        Example(
            "two sides",
            "payer medicare; lines 20610-RT $180 @1 | 76942-LT $90 @1",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "the same side",
            "payer medicare; lines 20610-RT $180 @1 | 76942-RT $90 @1",
            finds=("lines[1].code",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each pair, at the service that is not paid."""
        words = "{two} is not paid beside {one} on {day}: their modifiers name the same site."
        yield from findings_of(self, claim, rules, words, indicator=1, bypass=Bypass.SAME_SITE)
