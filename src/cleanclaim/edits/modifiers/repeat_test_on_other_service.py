"""Modifier 91 on something that is no laboratory test."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import without_modifiers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class RepeatTestOnOtherService(Edit):
    """Modifier 91 on something that is no laboratory test.

    ## Why it matters
    91 says that a laboratory test was repeated for another result; procedures take 76 or 77.
    """

    id = "MOD036"
    name = "repeat-test-on-other-service"
    family = "modifiers"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = modifiers("91")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Use 76 or 77 for a procedure; take it off a visit."
    examples = (
        Example("a test", "lines 82962-91 $10 @1; set clia 05D1234567"),
        Example("a visit", "lines 99213-91 $125 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("91") and not (line.code.startswith("8") or line.code[:1] in ("G", "P")):
                message = f"{line.code} is no laboratory test, but has modifier 91."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "91"),
                )
