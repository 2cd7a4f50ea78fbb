"""An adjustment or cancellation of a Medicare bill without its reason."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_REASONS = frozenset(("D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "E0"))


class ClaimChangeReasonMissing(Edit):
    """An adjustment or cancellation of a Medicare bill without its reason.

    ## Why it matters
    Part A takes an adjustment (xx7) or cancellation (xx8) only with a condition code that says
    why: the bill is returned.
    """

    id = "FRQ004"
    name = "claim-change-reason-missing"
    family = "frequency"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = having("replacement")
    severity = Severity.DENY
    sources = (Citation("CMS Blue Button 2.0, CLM-RLT-COND-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Add one claim change reason (condition code D0 to D9, or E0)."
    examples = (
        Example(
            "with a reason",
            ("type institutional; payer medicare; bill 0137; frequency 7 original 25ABC1; conditions D1"),
        ),
        Example(
            "without",
            "type institutional; payer medicare; frequency 7 original 25ABC1",
            finds=("institutional.conditions",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or claim.claim_frequency_code not in ("7", "8"):
            return
        if not any(code in _REASONS for code in details.conditions):
            message = f"Frequency {claim.claim_frequency_code} without a condition code D0 to D9 or E0."
            yield self.finding(claim, "institutional.conditions", message)
