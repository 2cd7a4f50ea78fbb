"""A revenue code that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import REVENUE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.listed import unknown_codes
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class RevenueCodeUnknown(Edit):
    """A revenue code that does not exist.

    ## Why it matters
    The line cannot be paid under a revenue code that nobody has: the front end returns the
    claim.
    """

    id = "INS002"
    name = "revenue-code-unknown"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (Citation("CMS Blue Button 2.0, CLM-REV-CNTR-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Correct the revenue code."
    examples = (
        Example("a clinic", "type institutional; line 99213 $50 rev 0510"),
        Example(
            "no such code", "type institutional; line 99213 $50 rev 9999", finds=("lines[1].revenue_code",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is not None:
            items = [(f"lines[{at}].revenue_code", line.revenue_code) for at, line in enumerate(claim.lines)]
            what = "revenue code"
            yield from unknown_codes(self, claim, rules, items, kind=REVENUE, what=what)
