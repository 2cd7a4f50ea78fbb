"""A clinical trial without its number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TrialNumberMissing(Edit):
    """A clinical trial without its number.

    ## Why it matters
    Condition code 30 says that the stay is of a clinical trial, whose number is value code D4.
    """

    id = "INS046"
    name = "trial-number-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 32, section 69", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the number of the trial with value code D4, and Z00.6."
    examples = (
        Example("with it", "type institutional; payer medicare; conditions 30; values D4 1234567"),
        Example(
            "without", "type institutional; payer medicare; conditions 30", finds=("institutional.values",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if "30" in details.conditions and not any(one.code == "D4" for one in details.values):
            message = "Condition code 30 (clinical trial) without value code D4."
            yield self.finding(claim, "institutional.values", message, codes=())
