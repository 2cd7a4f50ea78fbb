"""A drug without its NDC."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class NdcMissing(Edit):
    """A drug without its NDC.

    ## Why it matters
    State Medicaid programs collect rebates by NDC and return drugs without it; many other
    payers ask for it too.
    """

    id = "DRU001"
    name = "ndc-missing"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicaid",)),
        claim_types=frozenset(("professional", "institutional")),
    )
    triggers = codes("J*")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("42 CFR 447.520", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the NDC (11 digits), its quantity and unit."
    examples = (
        Example("with the NDC", "payer medicaid; lines J1885 $10 @1 ndc 00409379501"),
        Example("without", "payer medicaid; lines J1885 $10 @1", finds=("lines[0].drug",)),
        Example("a commercial payer", "payer commercial; lines J1885 $10 @1"),
        Example("Medicare does not ask", "payer medicare; lines J1885 $10 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code[:1] == "J" and line.line.drug is None:
                message = f"{line.code} is a drug, but no NDC is given."
                yield self.finding(claim, f"{line.path}.drug", message, codes=(line.code,))
