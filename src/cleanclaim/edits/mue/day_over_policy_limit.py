"""More units in a day than policy allows (MUE, adjudication indicator 2)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.mue.limits import POLICY, Excess, excesses_of, said
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class DayOverPolicyLimit(Edit):
    """More units in a day than policy allows (MUE, adjudication indicator 2).

    ## Why it matters
    The limit follows from anatomy, from the code or from regulation: no appeal lifts it. All
    units of the day are denied, on whatever lines and claims they are.
    """

    id = "MUE002"
    name = "day-over-policy-limit"
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
    fix = "Correct the units or the code; this limit cannot be overridden."
    examples = (
        Example(
            "as many as the limit",
            "payer medicare; lines J1030 x1 $20 @1 | J1030-76 x1 $20 @1",
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=2",),
        ),
        Example(
            "more, over two lines",
            "payer medicare; lines J1030 x2 $20 @1 | J1030-76 x1 $20 @1",
            finds=("lines[1].units",),
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=2",),
        ),
        Example(
            "more, but on two days",
            "payer medicare; lines J1030 x2 $20 @1 | J1030 x1 $20 @1 on 2025-11-19",
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=2",),
        ),
        Example(
            "more, with an earlier claim of the day",
            "payer medicare; lines J1030 x1 $20 @1",
            finds=("lines[0].units",),
            history=("payer medicare; lines J1030 x2 $20 @1; set patient_control_number OTHER1",),
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=2",),
        ),
        Example(
            "a corrected claim replaces the earlier one",
            "payer medicare; frequency 7 original 25ABC1; lines J1030 x1 $20 @1",
            history=("payer medicare; lines J1030 x2 $20 @1",),
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=2",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each day and code over its limit."""
        for excess in excesses_of(claim, rules, 2):
            if isinstance(excess, Excess):
                yield self.finding(
                    claim,
                    f"{excess.line.path}.units",
                    f"{said(excess)}.",
                    codes=(excess.line.code,),
                    release=excess.release.label,
                )
