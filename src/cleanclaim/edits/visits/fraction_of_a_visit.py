"""A visit in fractions."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class FractionOfAVisit(Edit):
    """A visit in fractions.

    ## Why it matters
    A visit is one unit: a fraction cannot be billed.
    """

    id = "EVM012"
    name = "fraction-of-a-visit"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("99*", "92*")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Report one unit."
    examples = (
        Example("one", ""),
        Example("half", "lines 99213 x0.5 $60 @1", finds=("lines[0].units",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if is_visit(line.code) and line.units != line.units.to_integral_value():
                message = f"{line.code} has {line.units.normalize():f} units."
                yield self.finding(claim, f"{line.path}.units", message, codes=(line.code,))
