"""More units on one line than a payer takes on a line (MUE, adjudication indicator 1)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.mue.limits import POLICY, excesses_of, said
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class LineOverLimit(Edit):
    """More units on one line than a payer takes on a line (MUE, adjudication indicator 1).

    ## Why it matters
    All units of the line are denied, not only those above the limit, and the patient may not be
    billed for them.
    """

    id = "MUE001"
    name = "line-over-limit"
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
    fix = "Correct the units; more that the record supports goes on a line of its own, with its modifier."
    examples = (
        Example(
            "as many as the limit",
            "payer medicare; lines J1030 x2 $20 @1",
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=1",),
        ),
        Example(
            "one more",
            "payer medicare; lines J1030 x3 $30 @1",
            finds=("lines[0].units",),
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=1",),
        ),
        Example(
            "two lines, each within it",
            "payer medicare; lines J1030 x2 $20 @1 | J1030-76 x2 $20 @1",
            tables=("MUE_PRACTITIONER J1030 units=2 adjudication=1",),
        ),
        Example(
            "a code without a limit",
            "payer medicare; lines J1030 x9 $90 @1",
            tables=("MUE_PRACTITIONER none",),
        ),
        Example(
            "an inpatient bill is not tested",
            "type institutional; payer medicare; bill 0111; line J1030 x9 $90 rev 0636",
            tables=("MUE_OUTPATIENT J1030 units=2 adjudication=1",),
        ),
        Example(
            "limits are not loaded for the day",
            "payer medicare; dos 2001-03-04; lines J1030 x3 $30 @1",
            not_checked=("MUE_PRACTITIONER",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each line over its limit."""
        for excess in excesses_of(claim, rules, 1):
            if isinstance(excess, tuple):
                yield self.not_checked(claim, excess[0].path, excess[1])
            else:
                yield self.finding(
                    claim,
                    f"{excess.line.path}.units",
                    f"{said(excess)}.",
                    codes=(excess.line.code,),
                    release=excess.release.label,
                )
