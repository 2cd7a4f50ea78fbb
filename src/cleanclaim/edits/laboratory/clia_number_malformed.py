"""A CLIA number that is none."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.laboratory.tests import NUMBER
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class CliaNumberMalformed(Edit):
    """A CLIA number that is none.

    ## Why it matters
    The number has ten characters, the third a D: the front end returns others.
    """

    id = "LAB002"
    name = "clia-number-malformed"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = having("clia")
    severity = Severity.REJECT
    sources = (
        reason_code("16"),
        Citation("CMS, CLIA identification number format", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the CLIA number."
    examples = (
        Example("a number", "lines 85025 $15 @1; set clia 05D1234567"),
        Example("none", "lines 85025 $15 @1; set clia 1234567890", finds=("clia",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        numbers = [("clia", claim.clia)]
        numbers += [(f"lines[{at}].clia", line.clia) for at, line in enumerate(claim.lines)]
        for path, number in numbers:
            if number and not NUMBER.fullmatch(number.strip().upper()):
                message = f"{number} is no CLIA number: ten characters, the third a D."
                changes = rewritten(path, number, lambda text: bool(NUMBER.fullmatch(text)))
                yield self.finding(claim, path, message, changes=changes)
