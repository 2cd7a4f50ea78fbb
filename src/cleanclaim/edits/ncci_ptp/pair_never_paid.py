"""A service that is never paid beside another of the same day (NCCI, indicator 0)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.ncci_ptp.pairs import INTRODUCTION, POLICY, findings_of, pairs_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PairNeverPaid(Edit):
    """A service that is never paid beside another of the same day (NCCI, indicator 0).

    ## Why it matters
    The service is part of the other one. The payer denies it whatever the modifier, and the
    patient may not be billed for it.
    """

    id = "PTP001"
    name = "pair-never-paid"
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
    fix = "Take the line off, or correct the code if another service was done."
    examples = (
        Example(
            "two services without an edit",
            "payer medicare; lines 20610-RT $180 @1 | 36415 $12.50 @1",
            tables=("PTP_PRACTITIONER none",),
        ),
        Example(
            "an edit with indicator 0",
            "payer medicare; lines 20610-RT $180 @1 | 76942 $90 @1",
            finds=("lines[1].code",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=0",),
        ),
        Example(
            "no modifier helps",
            "payer medicare; lines 20610-RT $180 @1 | 76942-59 $90 @1",
            finds=("lines[1].code",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=0",),
        ),
        Example(
            "whichever comes first on the claim",
            "payer medicare; lines 76942 $90 @1 | 20610-RT $180 @1",
            finds=("lines[0].code",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=0",),
        ),
        Example(
            "on another day",
            "payer medicare; lines 20610-RT $180 @1 | 76942 $90 @1 on 2025-11-19",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=0",),
        ),
        Example(
            "the edit had ended",
            "payer medicare; lines 20610-RT $180 @1 | 76942 $90 @1",
            tables=("PTP_PRACTITIONER 20610/76942 modifier_indicator=0 effective_to=2025-09-30",),
        ),
        Example(
            "by somebody else",
            "lines 20610-RT $180 @1 | 76942 $90 @1; set lines[1].providers.rendering.npi 1234567893",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=0",),
        ),
        Example(
            "beside an earlier claim of the day",
            "payer medicare; lines 76942 $90 @1",
            finds=("lines[0].code",),
            history=("payer medicare; lines 20610-RT $180 @1; set patient_control_number OTHER1",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=0",),
        ),
        Example(
            "the pairs are not loaded for the day",
            "payer medicare; dos 1995-03-04; lines 20610-RT $180 @1 | 76942 $90 @1",
            not_checked=("PTP_PRACTITIONER",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each pair, at the service that is not paid."""
        for found in pairs_of(claim, rules):
            if isinstance(found, tuple):
                yield self.not_checked(claim, found[0].path, found[1])
        words = "{two} is not paid beside {one} on {day}, with no modifier (indicator 0)."
        yield from findings_of(self, claim, rules, words, indicator=0)
