"""A notice that the patient signed (GA, GX) on more units than the limit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.mue.limits import POLICY, Excess, excesses_of, said
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class NoticeForUnitsOverLimit(Edit):
    """A notice that the patient signed (GA, GX) on more units than the limit.

    ## Why it matters
    A denial of units is one of coding, not of necessity: no notice may be given for it, and the patient
    may not be billed.
    """

    id = "MUE010"
    name = "notice-for-units-over-limit"
    family = "mue"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = modifiers("GA", "GX")
    severity = Severity.REVIEW
    sources = (POLICY,)
    predicts = (CARC("151"),)
    fix = "Take the modifier of the notice off; do not bill the patient for the units above the limit."
    examples = (
        Example(
            "as many as the limit",
            "payer medicare; lines J1030-GA x2 $20 @1",
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=2",),
        ),
        Example(
            "more, with a notice",
            "payer medicare; lines J1030-GA x3 $20 @1",
            finds=("lines[0].modifiers",),
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=2",),
        ),
        Example(
            "more, without",
            "payer medicare; lines J1030 x3 $20 @1",
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=2",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for adjudication in (1, 2, 3):
            for excess in excesses_of(claim, rules, adjudication):
                if isinstance(excess, Excess) and excess.line.has("GA", "GX"):
                    yield self.finding(
                        claim,
                        f"{excess.line.path}.modifiers",
                        f"{said(excess)}: a notice does not make the patient owe them.",
                        codes=(excess.line.code,),
                        release=excess.release.label,
                        changes=without_modifiers(excess.line, "GA", "GX"),
                    )
