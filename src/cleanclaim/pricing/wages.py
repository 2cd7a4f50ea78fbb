"""The wage adjustment that outpatient, surgery centre and inpatient payments share."""

from decimal import Decimal

from cleanclaim.pricing.working import Working, plain


def adjust_for_wages(working: Working, what: str, rate: Decimal, labour: Decimal, index: Decimal) -> None:
    """Set the amount to ``rate × labour % × index + rate × the rest``."""
    rest = 100 - labour
    working.step(
        f"{what}, labour share × wage index + the rest",
        f"{plain(rate)} × {plain(labour)} % × {plain(index)} + {plain(rate)} × {plain(rest)} %",
        rate * labour / 100 * index + rate * rest / 100,
    )
