"""A code that only reports a measure, with a charge."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import STATUS, scheduled_lines
from cleanclaim.edits.offers import charge_of_zero
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_A_CENT = Decimal("0.01")


class MeasureWithCharge(Edit):
    """A code that only reports a measure, with a charge.

    ## Why it matters
    Such codes carry no payment: a charge on them is denied and blurs the account.
    """

    id = "PRC006"
    name = "measure-with-charge"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = having("procedure code")
    severity = Severity.REVIEW
    sources = (STATUS,)
    predicts = (CARC("246"),)
    fix = "Set the charge to zero, or to the cent that your payer asks for."
    examples = (
        Example(
            "without charge",
            "payer medicare; lines 99213 $125 @1 | 3074F $0 @1",
            tables=(
                "MPFS 3074F status=M",
                "MPFS 99213 status=A",
            ),
        ),
        Example(
            "with a cent",
            "payer medicare; lines 99213 $125 @1 | 3074F $0.01 @1",
            tables=(
                "MPFS 3074F status=M",
                "MPFS 99213 status=A",
            ),
        ),
        Example(
            "with a charge",
            "payer medicare; lines 99213 $125 @1 | 3074F $15 @1",
            finds=("lines[1].charge",),
            tables=(
                "MPFS 3074F status=M",
                "MPFS 99213 status=A",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.status == "M" and (line.line.charge or 0) > _A_CENT:
                message = (
                    f"{line.code} only reports a measure (status M), but has a charge of {line.line.charge}."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.charge",
                    message,
                    codes=(line.code,),
                    release=found.release,
                    changes=charge_of_zero(claim, line),
                )
