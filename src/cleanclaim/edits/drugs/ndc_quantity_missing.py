"""An NDC without its quantity or unit."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class NdcQuantityMissing(Edit):
    """An NDC without its quantity or unit.

    ## Why it matters
    The payer compares the quantity with the units billed: without it the line is returned.
    """

    id = "DRU003"
    name = "ndc-quantity-missing"
    family = "drugs"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = having("drug")
    severity = Severity.DENY
    sources = (
        reason_code("16"),
        Citation("ASC X12N 837, 2410 CTP", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Enter the quantity and its unit (UN, ML, GR, ME, F2)."
    examples = (
        Example(
            "with both",
            ("lines J1885 $10 @1 ndc 00409379501; set lines[0].drug.quantity 1; set lines[0].drug.unit ML"),
        ),
        Example(
            "without",
            (
                "lines J1885 $10 @1 ndc 00409379501; set lines[0].drug.quantity null; set "
                'lines[0].drug.unit ""'
            ),
            finds=("lines[0].drug.quantity",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.line.drug is not None and (
                line.line.drug.quantity is None or line.line.drug.unit not in ("F2", "GR", "ME", "ML", "UN")
            ):
                message = f"The NDC of {line.code} has no quantity with its unit."
                yield self.finding(claim, f"{line.path}.drug.quantity", message, codes=(line.code,))
