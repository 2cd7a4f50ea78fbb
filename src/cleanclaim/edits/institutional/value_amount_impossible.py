"""A value code with an amount that it cannot have."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_COUNTED = "37 38 39 50 51 52 53 56 57 67 80 81 82 83"
_COUNTS = frozenset(_COUNTED.split())
"""Value codes that count days, visits, hours or units of blood."""
_HOURS = frozenset(Decimal(hour) for hour in (*range(24), 99))
_LIGHTEST, _HEAVIEST = Decimal(100), Decimal(9999)
"""Grams of a newborn, far beyond both ends of what is born."""


class ValueAmountImpossible(Edit):
    """A value code with an amount that it cannot have.

    ## Why it matters
    Behind a value code stands money, a count or an hour: a negative amount, days in fractions or the
    hour 25 cannot be read, and the bill is returned.
    """

    id = "INS064"
    name = "value-amount-impossible"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the amount."
    examples = (
        Example(
            "covered days",
            "type institutional; values 80 3",
        ),
        Example(
            "a negative amount",
            "type institutional; values A2 -15.31",
            finds=("institutional.values[0].amount",),
        ),
        Example(
            "half a day", "type institutional; values 80 2.50", finds=("institutional.values[0].amount",)
        ),
        Example(
            "the hour of an accident",
            "type institutional; values 45 13",
        ),
        Example(
            "no such hour", "type institutional; values 45 25", finds=("institutional.values[0].amount",)
        ),
        Example(
            "an unknown hour",
            "type institutional; values 45 99",
        ),
        Example(
            "a birth weight in kilograms",
            "type institutional; values 54 3.42",
            finds=("institutional.values[0].amount",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, one in enumerate(claim.institutional.values if claim.institutional is not None else ()):
            fault = _fault(one.code, one.amount)
            if fault:
                path = f"institutional.values[{at}].amount"
                message = f"Value code {one.code} with {one.amount.normalize():f}: {fault}."
                yield self.finding(claim, path, message, codes=(one.code,))


def _fault(code: str, amount: Decimal) -> str:
    if not amount.is_finite() or amount < 0:
        return "below zero"
    if code in _COUNTS and amount != amount.to_integral_value():
        return "a count has no fractions"
    if code == "45" and amount not in _HOURS:
        return "an hour is 0 to 23, or 99 where it is not known"
    if code == "54" and not _LIGHTEST <= amount <= _HEAVIEST:
        return "a birth weight is in grams"
    return ""
