"""Several presumptive drug tests of one day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class SeveralPresumptiveDrugTests(Edit):
    """Several presumptive drug tests of one day.

    ## Why it matters
    Presumptive testing is one code a day, whatever the method and number of drugs.
    """

    id = "LAB009"
    name = "several-presumptive-drug-tests"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("8030*")
    severity = Severity.DENY
    sources = (reason_code("97"),)
    predicts = (CARC("97"),)
    fix = "Report one of 80305, 80306, 80307."
    examples = (
        Example("one", "lines 80307 $60 @1; set clia 05D1234567"),
        Example("two", "lines 80305 $15 @1 | 80307 $60 @1; set clia 05D1234567", finds=("lines[1].code",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            tests = [line for line in lines if line.code in ("80305", "80306", "80307")]
            if len(tests) > 1:
                message = f"{' and '.join(line.code for line in tests)} on {tests[0].day}."
                yield self.finding(
                    claim, f"{tests[-1].path}.code", message, codes=tuple(line.code for line in tests)
                )
