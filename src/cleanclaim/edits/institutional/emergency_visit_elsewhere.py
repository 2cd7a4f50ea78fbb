"""An emergency department visit under another revenue code."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_VISITS = frozenset(
    ("99281", "99282", "99283", "99284", "99285", "G0380", "G0381", "G0382", "G0383", "G0384")
)
_CLINICS = ("051", "0521", "0522", "076")


class EmergencyVisitElsewhere(Edit):
    """An emergency department visit under another revenue code.

    ## Why it matters
    Emergency visits are paid under revenue code 045x: under a clinic's the bill is returned or
    paid as a clinic visit.
    """

    id = "INS122"
    name = "emergency-visit-elsewhere"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = codes("9928*", "G038*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 4, section 160", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the revenue code or the visit."
    examples = (
        Example("the emergency department", "type institutional; lines 99284 rev 0450 $900"),
        Example(
            "a clinic", "type institutional; lines 99284 rev 0510 $900", finds=("lines[0].revenue_code",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            revenue = line.line.revenue_code
            if line.code in _VISITS and revenue.startswith(_CLINICS):
                message = f"{line.code} is an emergency visit, under revenue code {revenue}."
                yield self.finding(claim, f"{line.path}.revenue_code", message, codes=(line.code, revenue))
