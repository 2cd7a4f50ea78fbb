"""A procedure of a stay without the operating provider."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class OperatingProviderMissing(Edit):
    """A procedure of a stay without the operating provider.

    ## Why it matters
    Where a procedure is reported, the payer asks who did it.
    """

    id = "INS028"
    name = "operating-provider-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REVIEW
    sources = (Citation("ASC X12N 837 005010X223A2, 2310B", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the operating provider with an NPI."
    examples = (
        Example(
            "no procedure",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "without a surgeon",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18"
            ),
            finds=("institutional.operating",),
        ),
        Example(
            "with one",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; procedures "
                "0DTJ4ZZ on 2025-11-18; set institutional.operating.npi 1234567893"
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is not None and details.procedures and details.operating is None:
            message = f"{details.procedures[0].code} is reported, but no operating provider is named."
            yield self.finding(claim, "institutional.operating", message)
