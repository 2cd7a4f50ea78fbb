"""A claim change reason that does not go with the frequency."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_REASONS = frozenset(("D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "E0"))


class ChangeReasonContradictsFrequency(Edit):
    """A claim change reason that does not go with the frequency.

    ## Why it matters
    D5 and D6 cancel a bill (8), the others adjust it (7); on a new bill there is none.
    """

    id = "FRQ006"
    name = "change-reason-contradicts-frequency"
    family = "frequency"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (Citation("CMS Blue Button 2.0, CLM-RLT-COND-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Correct the condition code or the frequency."
    examples = (
        Example(
            "a cancelled bill",
            "type institutional; payer medicare; frequency 8 original 25ABC1; conditions D5",
        ),
        Example(
            "cancelled for changed charges",
            "type institutional; payer medicare; frequency 8 original 25ABC1; conditions D1",
            finds=("institutional.conditions",),
        ),
        Example(
            "on a new bill",
            "type institutional; payer medicare; conditions D1",
            finds=("institutional.conditions",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return
        told = [code for code in details.conditions if code in _REASONS]
        if not told:
            return
        frequency = claim.claim_frequency_code
        if frequency not in ("7", "8") or (frequency == "8") != (told[0] in ("D5", "D6")):
            message = f"Condition code {told[0]} on a bill of frequency {frequency}."
            yield self.finding(claim, "institutional.conditions", message, codes=(told[0],))
