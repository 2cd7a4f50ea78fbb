"""Whether a remittance adds up: by transaction, by claim, by line, to the cent.

The equations and their names are in ``docs/algorithms/posting.md``.
"""

from decimal import Decimal

import msgspec

from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance.values import ClaimPayment, LinePayment, RemitAdjustment, Remittance


class Difference(msgspec.Struct, frozen=True):
    """An equation that fails.

    ``level`` is transaction, claim or line; ``where`` names the place in words a person can
    follow; ``expected`` is what the other numbers of the file add up to, ``found`` what it says,
    in dollars. ``claim`` is the position of the claim payment, ``line`` that of its line.
    """

    level: str
    where: str
    expected: Money
    found: Money
    claim: int | None = None
    line: int | None = None

    @property
    def amount(self) -> Money:
        """What is said beyond what adds up, in dollars."""
        return self.found - self.expected


def balance(remittance: Remittance) -> tuple[Difference, ...]:
    """Return every equation of a remittance that fails, none when it adds up to the cent.

    Transaction: BPR02 = Σ CLP04 − Σ PLB. Claim: CLP03 = CLP04 + Σ CAS of claim and lines. Line:
    SVC02 = SVC03 + Σ CAS. Order: transaction, then claims in file order, each with its lines.
    """
    found = list(balance_transaction(remittance))
    for claim in remittance.claims:
        found.extend(balance_claim(claim))
    return tuple(found)


def balance_transaction(remittance: Remittance) -> tuple[Difference, ...]:
    """Return the difference between the payment and what its claims and PLBs add up to, if any."""
    return balance_payment(remittance, remittance.claims_paid)


def balance_payment(remittance: Remittance, claims_paid: Money) -> tuple[Difference, ...]:
    """Return the same for a remittance whose claims were handed out one by one and paid so many dollars."""
    expected = claims_paid - remittance.provider_adjustment_total
    if expected == remittance.payment:
        return ()
    where = f"BPR02 of transaction {remittance.position}"
    return (Difference("transaction", where, expected, remittance.payment),)


def balance_claim(claim: ClaimPayment) -> tuple[Difference, ...]:
    """Return the differences of one claim payment and of its lines."""
    found: list[Difference] = []
    expected = claim.paid + _total(claim.all_adjustments)
    if expected != claim.charge:
        where = f"CLP03 of claim {claim.position}"
        found.append(Difference("claim", where, expected, claim.charge, claim.position))
    for line in claim.lines:
        expected = line.paid + _total(line.adjustments)
        if expected != line.charge:
            found.append(_line_difference(claim, line, expected))
    return tuple(found)


def _line_difference(claim: ClaimPayment, line: LinePayment, expected: Money) -> Difference:
    where = f"SVC02 of claim {claim.position}, line {line.position}"
    return Difference("line", where, expected, line.charge, claim.position, line.position)


def _total(adjustments: tuple[RemitAdjustment, ...]) -> Decimal:
    return sum((adjustment.amount for adjustment in adjustments), ZERO)
