"""An orthosis of a limb without its side."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


def _of_limb(code: str) -> bool:
    return len(code) == 5 and (
        "L1810" <= code <= "L2999" or "L3650" <= code <= "L4631" or "L5000" <= code <= "L7499"
    )


class OrthosisWithoutSide(Edit):
    """An orthosis of a limb without its side.

    ## Why it matters
    Braces and prostheses of limbs have a side: without it the line is returned.
    """

    id = "DME006"
    name = "orthosis-without-side"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("L*")
    severity = Severity.REVIEW
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Add RT or LT; both sides on two lines."
    examples = (
        Example(
            "the right", "payer medicare; place 12; lines L1833-RT $600 @1; set referring.npi 1234567893"
        ),
        Example(
            "not said",
            "payer medicare; place 12; lines L1833 $600 @1; set referring.npi 1234567893",
            finds=("lines[0].modifiers",),
        ),
        Example(
            "a belt has none", "payer medicare; place 12; lines L0625 $90 @1; set referring.npi 1234567893"
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if _of_limb(line.code) and not line.has("RT", "LT", "50", "GY", "GA"):
                message = f"{line.code} is of a limb, but has no side."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
