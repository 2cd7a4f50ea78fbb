"""The expected amount of one service line, with its derivation, or why there is none."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cleanclaim.pricing.schedule import Schedule
from cleanclaim.pricing.values import SETTINGS, NotPriced, Priced
from cleanclaim.primitives import money

PRICE_CHANGING = frozenset(
    {"22", "26", "50", "51", "52", "53", "54", "55", "56", "62", "66", "73", "74", "78", "80", "81", "82"}
    | {"AA", "AD", "AS", "CO", "CQ", "QK", "QX", "QY", "QZ", "TC"}
)
"""Modifiers that change what is paid. One that the schedule has no row for is not priced: an
amount that ignores it would be wrong. All other modifiers inform and leave the amount alone.
(Numbers from the fee schedule's own policy indicators and common payment policy; unverified.)
"""


def price(
    schedule: Schedule,
    *,
    code: str,
    on: date,
    setting: str,
    modifiers: Sequence[str] = (),
    units: Decimal = Decimal(1),
) -> Priced | NotPriced:
    """Return what a schedule pays for a service on a day.

    ``setting`` is facility or nonfacility; ``units`` may be fractional. The amount per unit is
    multiplied by the units and rounded to the cent.
    """
    if setting not in SETTINGS:
        return NotPriced(f"{setting!r} is neither facility nor nonfacility.", "setting")
    if not units.is_finite() or units <= 0:
        return NotPriced("There are no units to price.", "units")
    changing = sorted({modifier for modifier in modifiers if modifier in PRICE_CHANGING})
    unlisted = [modifier for modifier in changing if modifier not in schedule.modifiers(code)]
    if not schedule.family(code) and schedule.fee(code, "", setting, on) is None:
        return NotPriced(f"{schedule.release} has no amount for {code}.", "code")
    if unlisted or len(changing) > 1:
        shown = ", ".join(unlisted or changing)
        return NotPriced(
            f"{schedule.release} says not what {code} is worth with modifier {shown}.", "modifier"
        )
    found = schedule.fee(code, changing[0] if changing else "", setting, on)
    if found is None:
        return NotPriced(f"{schedule.release} has no amount for {code} in a {setting} on {on}.", "code")
    amount = money(found.amount * units)
    steps = (
        found.derivation
        if units == 1
        else (*found.derivation, f"× units: {found.amount} × {units} = {amount}, rounded")
    )
    return Priced(amount, steps, found.release)
