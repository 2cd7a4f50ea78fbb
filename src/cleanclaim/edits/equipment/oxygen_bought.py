"""Oxygen equipment billed as bought."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_OXYGEN = frozenset(
    ("E0424", "E0431", "E0433", "E0434", "E0439", "E1390", "E1391", "E1392", "E1405", "E1406", "K0738")
)
"""From general knowledge; unverified as a list."""


class OxygenBought(Edit):
    """Oxygen equipment billed as bought.

    ## Why it matters
    Medicare rents oxygen equipment for 36 months and never buys it: NU and UE are denied.
    """

    id = "DME021"
    name = "oxygen-bought"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("E04*", "E13*", "K0738")
    severity = Severity.DENY
    sources = (
        reason_code("4"),
        Citation("42 CFR 414.226", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Bill the month's rent with RR."
    examples = (
        Example("rented", "payer medicare; lines E1390-RR $150 @1"),
        Example("bought", "payer medicare; lines E1390-NU $1500 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in _OXYGEN and line.has("NU", "UE"):
                message = f"{line.code} is oxygen equipment, billed as bought."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
