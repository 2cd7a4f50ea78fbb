"""The dollar amounts of a claim: where they stand, whether they are whole cents, how they are shown."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Adjustment, Claim, PriorPayment
from cleanclaim.primitives import InvalidValue, Money, money, show_money


def whole_cents(amount: Decimal) -> Money | None:
    """Return the amount as money when nothing has to be rounded for that; nothing otherwise."""
    try:
        booked = money(amount)
    except InvalidValue:  # not finite, or beyond what a ledger takes
        return None
    return booked if booked == amount else None


def shown(amount: Decimal) -> str:
    """Return the amount as all outputs write money; what is no money is shown as it is, not rounded."""
    booked = whole_cents(amount)
    return str(amount) if booked is None else show_money(booked)


def amounts_of(claim: Claim) -> Iterator[tuple[str, Decimal]]:
    """Yield each dollar amount that a claim carries with its path, the claim's own first.

    Not the amounts of institutional value codes: some of them are hours, units or percentages.
    """
    for path, amount in _all(claim):
        if amount is not None:
            yield path, amount


def _all(claim: Claim) -> Iterator[tuple[str, Decimal | None]]:
    yield "total_charge", claim.total_charge
    yield "patient_paid", claim.patient_paid
    for index, coverage in enumerate(claim.coverages):
        if coverage.prior_payment is not None:
            yield from _prior_payment(coverage.prior_payment, f"coverages[{index}].prior_payment")
    for index, line in enumerate(claim.lines):
        yield f"lines[{index}].charge", line.charge
        yield f"lines[{index}].noncovered", line.noncovered
        for position, decision in enumerate(line.adjudications):
            path = f"lines[{index}].adjudications[{position}]"
            yield f"{path}.paid", decision.paid
            yield f"{path}.remaining_patient_liability", decision.remaining_patient_liability
            yield from _adjustments(decision.adjustments, path)


def _prior_payment(prior: PriorPayment, path: str) -> Iterator[tuple[str, Decimal | None]]:
    yield f"{path}.paid", prior.paid
    yield f"{path}.remaining_patient_liability", prior.remaining_patient_liability
    yield f"{path}.noncovered", prior.noncovered
    yield from _adjustments(prior.adjustments, path)


def _adjustments(adjustments: tuple[Adjustment, ...], path: str) -> Iterator[tuple[str, Decimal | None]]:
    for index, adjustment in enumerate(adjustments):
        yield f"{path}.adjustments[{index}].amount", adjustment.amount
