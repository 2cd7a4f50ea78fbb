"""Money: ``Decimal`` with exactly two places, made by one factory, never a float."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from cleanclaim.primitives.errors import InvalidValue

Money = Decimal
"""US dollars with two decimals. Only :func:`money` makes one from something else."""

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
_LIMIT = Decimal("1e16")


def money(value: Decimal | int | str) -> Money:
    """Return ``value`` as dollars with two decimals, halves rounded away from zero.

    Raises ``InvalidValue`` for floats, for text that is not a number, and for what is not
    finite or does not fit a ledger (10^16 dollars and above).
    """
    if isinstance(value, float):
        raise InvalidValue(f"{value!r} is a float; an amount must be a Decimal, an int or text.")
    try:
        amount = Decimal(value)
    except (InvalidOperation, ValueError, TypeError):
        raise InvalidValue(f"{value!r} is not an amount.", fix="Write dollars as 123.45.") from None
    if not amount.is_finite() or abs(amount) >= _LIMIT:
        raise InvalidValue(f"{value!r} is not an amount that can be booked.", fix="Write dollars as 123.45.")
    quantized = amount.quantize(CENT, rounding=ROUND_HALF_UP)
    return ZERO if quantized.is_zero() else quantized


def split_cents(total: Money, weights: Sequence[Decimal]) -> tuple[Money, ...]:
    """Split ``total`` in proportion to ``weights`` so that the parts sum to it exactly.

    Largest-remainder method: each part is first rounded towards zero, then the cents left
    over go to the largest remainders, earlier parts first. Weights must not be negative;
    when all are zero the whole total goes to the first part. Raises ``InvalidValue`` when
    there is nothing to split over.
    """
    if not weights:
        raise InvalidValue("An amount cannot be split over no parts.")
    if any(weight < 0 for weight in weights):
        raise InvalidValue("An amount cannot be split by negative weights.")
    whole = sum(weights, Decimal(0))
    if whole == 0:
        return (money(total), *([ZERO] * (len(weights) - 1)))
    sign = -1 if total < 0 else 1
    cents = int(abs(money(total)) * 100)
    exact = [cents * weight / whole for weight in weights]
    parts = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: cents - sum(parts)]:
        parts[index] += 1
    return tuple(money(Decimal(sign * part) / 100) for part in parts)


def show_money(amount: Money) -> str:
    """Return an amount as every output of ours writes it: ``-1234.50``."""
    return f"{money(amount):.2f}"
