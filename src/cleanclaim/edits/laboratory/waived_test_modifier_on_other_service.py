"""QW on something that is no laboratory test."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.laboratory.tests import is_test
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class WaivedTestModifierOnOtherService(Edit):
    """QW on something that is no laboratory test.

    ## Why it matters
    QW says that a test is waived under CLIA; on other services it is returned.
    """

    id = "LAB003"
    name = "waived-test-modifier-on-other-service"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("QW")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take QW off."
    examples = (
        Example("a test", "lines 87880-QW $20 @1; set clia 05D1234567"),
        Example("a visit", "lines 99213-QW $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("QW") and line.code[:1].isdigit() and not is_test(line.code):
                message = f"{line.code} is no laboratory test, but has QW."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "QW"),
                )
