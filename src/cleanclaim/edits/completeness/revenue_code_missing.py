"""An institutional line without a revenue code."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import institutional_guide
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class RevenueCodeMissing(Edit):
    """An institutional line without a revenue code.

    ## Why it matters
    Institutional services are priced by revenue code; the guide requires it on every line.
    """

    id = "CMP004"
    name = "revenue-code-missing"
    family = "completeness"
    status = Stable(since="0.1")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (institutional_guide("2400", "SV201"),)
    predicts = (CARC("16"),)
    fix = "Enter the four-digit revenue code of the department or service."
    examples = (
        Example("a line with a revenue code", "type institutional; lines 99213 rev 0510 $410"),
        Example(
            "a line without one",
            'type institutional; set lines[0].revenue_code ""',
            finds=("lines[0].revenue_code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such line."""
        for index, line in enumerate(claim.lines):
            if not line.revenue_code.strip():
                message = f"Line {index + 1} has no revenue code."
                yield self.finding(claim, f"lines[{index}].revenue_code", message)
