"""A notice that the patient signed (GA, GX) on a service that another one includes."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.ncci_ptp.pairs import INTRODUCTION, Bypass, Pair, pairs_of
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class NoticeForBundledService(Edit):
    """A notice that the patient signed (GA, GX) on a service that another one includes.

    ## Why it matters
    A denial by correct coding is not one of necessity: the notice does not let anybody bill the patient
    for it.
    """

    id = "PTP010"
    name = "notice-for-bundled-service"
    family = "ncci_ptp"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("GA", "GX")
    severity = Severity.REVIEW
    sources = (INTRODUCTION,)
    predicts = (CARC("97"),)
    fix = "Take the modifier of the notice off, and do not bill the patient for the service."
    examples = (
        Example(
            "a pair without a notice",
            "payer medicare; lines 20610 $180 @1 | 76942 $90 @1",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "a pair with one",
            "payer medicare; lines 20610 $180 @1 | 76942-GA $90 @1",
            finds=("lines[1].modifiers",),
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
        Example(
            "separate services",
            "payer medicare; lines 20610 $180 @1 | 76942-59-GA $90 @1",
            tables=("PTP_PRACTITIONER 20610/76942 effective_from=2015-01-01 modifier_indicator=1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for pair in pairs_of(claim, rules):
            if not isinstance(pair, Pair) or pair.edit.modifier_indicator not in (0, 1):
                continue
            line, passes = pair.line, pair.bypass is Bypass.SHOWN and pair.edit.modifier_indicator == 1
            if passes or not line.has("GA", "GX") or line.code != pair.edit.column2:
                continue
            one = pair.edit.column1
            message = f"{line.code} is included in {one}: the notice does not make the patient owe it."
            yield self.finding(
                claim,
                f"{line.path}.modifiers",
                message,
                codes=(one, line.code),
                release=pair.release.label,
                changes=without_modifiers(line, "GA", "GX"),
            )
