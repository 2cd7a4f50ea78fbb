"""QW on a service of pathology."""

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


class PathologyAsWaivedTest(Edit):
    """QW on a service of pathology.

    ## Why it matters
    Pathology is never waived under CLIA: the line is returned.
    """

    id = "LAB005"
    name = "pathology-as-waived-test"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("QW")
    severity = Severity.DENY
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Take QW off."
    examples = (
        Example("a waived test", "lines 87880-QW $20 @1; set clia 05D1234567"),
        Example("pathology", "lines 88305-QW $120 @1; set clia 05D1234567", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.has("QW") and line.code.isdigit() and "88000" <= line.code <= "88399":
                message = f"{line.code} is pathology, but has QW."
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    changes=without_modifiers(line, "QW"),
                )
