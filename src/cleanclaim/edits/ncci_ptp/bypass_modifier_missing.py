"""A service that needs a modifier to be paid beside another of the same day (NCCI, indicator 1)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.ncci_ptp.pairs import INTRODUCTION, POLICY, Bypass, findings_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class BypassModifierMissing(Edit):
    """A service that needs a modifier to be paid beside another of the same day (NCCI, indicator 1).

    ## Why it matters
    Without a modifier that says how the two were separate, the payer takes the one for a part of
    the other and denies it. Modifiers 22, 76 and 77 do not say so.
    """

    id = "PTP002"
    name = "bypass-modifier-missing"
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
    fix = (
        "Add the modifier that the record supports (another site, session or service), or take the line off."
    )
    examples = (
        Example(
            "indicator 1 and no modifier",
            "payer medicare; lines 20610-RT $180 @1 | 76942 $90 @1; without lines[0].modifiers",
            finds=("lines[1].code",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "with 59",
            "payer medicare; lines 20610 $180 @1 | 76942-59 $90 @1",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "59 on the first column's code",
            "payer medicare; lines 20610-59 $180 @1 | 76942 $90 @1",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "76 does not count",
            "payer medicare; lines 20610 $180 @1 | 76942-76 $90 @1",
            finds=("lines[1].code",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "25 counts on a visit only",
            "payer medicare; lines 20610 $180 @1 | 76942-25 $90 @1",
            finds=("lines[1].code",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "indicator 9 is no edit",
            "payer medicare; lines 20610 $180 @1 | 76942 $90 @1",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=9",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each pair, at the service that is not paid."""
        words = "{two} is not paid beside {one} on {day} without a modifier (indicator 1)."
        yield from findings_of(self, claim, rules, words, indicator=1, bypass=Bypass.NONE)
