"""Several definitive drug tests of one day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_TESTS = frozenset(("G0480", "G0481", "G0482", "G0483", "G0659"))


class SeveralDefinitiveDrugTests(Edit):
    """Several definitive drug tests of one day.

    ## Why it matters
    Definitive testing is one code a day by the number of drug classes: the second is denied.
    """

    id = "LAB021"
    name = "several-definitive-drug-tests"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("G048*", "G0659")
    severity = Severity.DENY
    sources = (reason_code("97"),)
    predicts = (CARC("97"),)
    fix = "Report one of G0480 to G0483 or G0659, by the classes in all."
    examples = (
        Example("one", "lines G0480 $100 @1; set clia 05D1234567"),
        Example("two", "lines G0480 $100 @1 | G0481 $150 @1; set clia 05D1234567", finds=("lines[1].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            tests = [line for line in lines if line.code in _TESTS]
            if len(tests) > 1:
                told = tuple(line.code for line in tests)
                yield self.finding(
                    claim, f"{tests[-1].path}.code", f"{' and '.join(told)} on {tests[0].day}.", codes=told
                )
