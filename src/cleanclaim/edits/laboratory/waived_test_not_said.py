"""A test that is mostly waived, without QW."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_WAIVED = frozenset(
    ("87880", "87804", "87811", "83036", "85610", "80061", "82274", "86308", "87426", "87428")
)


class WaivedTestNotSaid(Edit):
    """A test that is mostly waived, without QW.

    ## Why it matters
    A laboratory with a certificate of waiver has to say QW, or the line is denied; others need
    not.
    """

    id = "LAB007"
    name = "waived-test-not-said"
    family = "laboratory"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("8*")
    severity = Severity.INFORM
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Add QW if the laboratory has a certificate of waiver."
    examples = (
        Example("with QW", "lines 87880-QW $20 @1; set clia 05D1234567"),
        Example("without", "lines 87880 $20 @1; set clia 05D1234567", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in _WAIVED and not line.has("QW") and line.place == "11":
                message = f"{line.code} is mostly done as a waived test, but has no QW."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
