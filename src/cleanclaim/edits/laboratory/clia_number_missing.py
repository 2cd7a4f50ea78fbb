"""A laboratory test without the CLIA number of the laboratory."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.laboratory.tests import is_test
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class CliaNumberMissing(Edit):
    """A laboratory test without the CLIA number of the laboratory.

    ## Why it matters
    A test is paid only to a laboratory that is certified for it, and the claim has to say so:
    without the number the line is returned.
    """

    id = "LAB001"
    name = "clia-number-missing"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare", "medicaid")),
        claim_types=frozenset(("professional",)),
    )
    triggers = codes("8*")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 16, section 70", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the CLIA number of the laboratory that did the test."
    examples = (
        Example("with the number", "payer medicare; lines 85025 $15 @1; set clia 05D1234567"),
        Example("without", "payer medicare; lines 85025 $15 @1", finds=("clia",)),
        Example("drawing blood is no test", "payer medicare; lines 36415 $12 @1"),
        Example("the interpretation alone", "payer medicare; lines 88305-26 $40 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if is_test(line.code) and not (claim.clia or line.line.clia) and not line.has("26"):
                message = f"{line.code} is a laboratory test, but no CLIA number is given."
                yield self.finding(claim, "clia", message, codes=(line.code,))
                return
