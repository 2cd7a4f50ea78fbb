"""A drug in fractions of a unit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class FractionOfAUnit(Edit):
    """A drug in fractions of a unit.

    ## Why it matters
    HCPCS units are whole: a part of one is rounded up, and what is thrown away has JW.
    """

    id = "DRU007"
    name = "fraction-of-a-unit"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("J*", "Q*")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Round up to the next whole unit."
    examples = (
        Example("four units", "lines J3301 x4 $40 @1"),
        Example("two and a half", "lines J3301 x2.5 $25 @1", finds=("lines[0].units",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code[:1] in ("J", "Q") and line.units != line.units.to_integral_value():
                message = f"{line.code} has {line.units.normalize():f} units."
                yield self.finding(claim, f"{line.path}.units", message, codes=(line.code,))
