"""Amounts that people type."""

from decimal import Decimal, InvalidOperation

from cleanclaim.primitives import InvalidValue, Money, money


def amount_of(text: str) -> Money:
    """Return an amount that somebody typed; raises ``InvalidValue`` for what is none, or has no cents."""
    try:
        amount = Decimal(text.replace(",", "").replace("$", "").strip())
        found = money(amount) if amount.is_finite() and abs(amount) < Decimal("1e9") else None
    except (InvalidOperation, InvalidValue):
        found, amount = None, Decimal(0)
    if found is None or found != amount:
        raise InvalidValue("the amount is not dollars and cents.", where="Amount", fix="Write it like 25.00.")
    return found
