"""An amount with fractions of a cent."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import stedi
from cleanclaim.edits.charges.amounts import amounts_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, CENT


class FractionOfACent(Edit):
    """An amount with fractions of a cent.

    ## Why it matters
    X12 takes dollars with at most two decimals. Nobody may round the difference away unseen: the
    account, the claim and the payer would then hold different amounts.
    """

    id = "CHG007"
    name = "fraction-of-a-cent"
    family = "charges"
    status = Stable(since="0.1")
    applies_to = Scope()
    severity = Severity.REJECT
    sources = (stedi("Monetary amounts with a non-zero digit after the second decimal place"),)
    predicts = (CARC("16"),)
    fix = "Enter the amount in whole cents."
    examples = (
        Example("whole cents", "set lines[0].charge 12.34"),
        Example("zeros after the cents", "set lines[0].charge 12.3400"),
        Example(
            "half a cent on a line, and so in the total",
            "set lines[0].charge 12.345",
            finds=("total_charge", "lines[0].charge"),
        ),
        Example(
            "half a cent in the total only", "total 125; set total_charge 125.005", finds=("total_charge",)
        ),
        Example("units may be fractions", "set lines[0].units 0.125"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each such amount."""
        for path, amount in amounts_of(claim):
            if _has_fraction(amount):
                yield self.finding(claim, path, f"{amount} has fractions of a cent.")


def _has_fraction(amount: Decimal) -> bool:
    """Return whether a digit other than zero stands beyond the cents, whatever the amount's size."""
    if amount.same_quantum(CENT):  # as nearly all are
        return False
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent >= -2:
        return False
    return any(amount.as_tuple().digits[exponent + 2 :])
