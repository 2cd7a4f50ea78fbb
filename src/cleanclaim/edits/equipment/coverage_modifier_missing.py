"""Equipment whose policy wants its conditions confirmed (KX), without a word of them."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_CODES = frozenset(
    (
        "E0601",
        "E0470",
        "E0472",
        "K0001",
        "K0002",
        "K0003",
        "K0004",
        "K0005",
        "K0006",
        "K0007",
        "L1832",
        "L1833",
        "L1843",
        "L1845",
        "L1851",
        "L1852",
    )
)
"""Positive airway pressure, manual wheelchairs, knee orthoses (general knowledge; unverified, not all)."""


class CoverageModifierMissing(Edit):
    """Equipment whose policy wants its conditions confirmed (KX), without a word of them.

    ## Why it matters
    The equipment contractors deny such lines unless KX says that the conditions are met, or GA,
    GZ or GY that they are not.
    """

    id = "DME022"
    name = "coverage-modifier-missing"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("E*", "K0*", "L18*")
    severity = Severity.REVIEW
    sources = (
        reason_code("50"),
        Citation("DME MAC local coverage determinations and articles", verified=False),
    )
    predicts = (CARC("50"),)
    fix = "Add KX where the record shows the conditions; else GA with a notice, or GZ, or GY."
    examples = (
        Example("confirmed", "payer medicare; lines E0601-RR-KX $90 @1"),
        Example("not a word", "payer medicare; lines E0601-RR $90 @1", finds=("lines[0].modifiers",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code in _CODES and not line.has("KX", "GA", "GZ", "GY"):
                message = f"{line.code} has neither KX nor GA, GZ or GY."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
