"""A repeated laboratory test under the modifier of procedures (76, 77)."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class RepeatProcedureOnLaboratoryTest(Edit):
    """A repeated laboratory test under the modifier of procedures (76, 77).

    ## Why it matters
    A test that was done again for another result is 91: under 76 payers deny it.
    """

    id = "MOD052"
    name = "repeat-procedure-on-laboratory-test"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("76", "77")
    severity = Severity.REVIEW
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Use 91."
    examples = (
        Example("91", "lines 84132 $8 @1 | 84132-91 $8 @1; set clia 05D1234567"),
        Example(
            "76", "lines 84132 $8 @1 | 84132-76 $8 @1; set clia 05D1234567", finds=("lines[1].modifiers",)
        ),
        Example("an image", "lines 71046 $60 @1 | 71046-76 $60 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("76", "77") and line.code.isdigit() and "80047" <= line.code <= "87999":
                message = f"{line.code} is a laboratory test, but its repeat is not said with 91."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
