"""More units in a day than is medically likely (MUE, adjudication indicator 3)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.mue.limits import POLICY, Excess, excesses_of, said
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class DayOverClinicalLimit(Edit):
    """More units in a day than is medically likely (MUE, adjudication indicator 3).

    ## Why it matters
    All units of the day are denied. Where the record shows that they were given and needed, the
    contractor may pay on review.
    """

    id = "MUE003"
    name = "day-over-clinical-limit"
    family = "mue"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional", "institutional")),
    )
    triggers = having("procedure code")
    severity = Severity.DENY
    sources = (POLICY,)
    predicts = (CARC("151"),)
    fix = "Correct the units; if the record supports them, be ready to appeal with it."
    examples = (
        Example(
            "as many as the limit",
            "payer medicare; lines J1030 x2 $20 @1",
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=3",),
        ),
        Example(
            "more",
            "payer medicare; lines J1030 x3 $20 @1",
            finds=("lines[0].units",),
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=3",),
        ),
        Example(
            "by another provider",
            "lines J1030 x2 $20 @1 | J1030 $9 @1; set lines[1].providers.rendering.npi 1234567893",
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=3",),
        ),
        Example(
            "a commercial payer may do the same",
            "payer commercial; lines J1030 x3 $20 @1",
            finds=("lines[0].units",),
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=3",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each day and code over its limit."""
        for excess in excesses_of(claim, rules, 3):
            if isinstance(excess, Excess):
                yield self.finding(
                    claim,
                    f"{excess.line.path}.units",
                    f"{said(excess)}.",
                    codes=(excess.line.code,),
                    release=excess.release.label,
                )
