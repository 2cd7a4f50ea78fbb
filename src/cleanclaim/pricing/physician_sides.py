"""Both sides of the body: bilateral indicators 0, 1, 2, 3 and 9.

Source: RVU25D.pdf, Bilateral Surgery. Both sides are reported by modifier 50, by RT and LT on one
line or on two, or, where the indicator says so, by two units.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from cleanclaim.pricing import rates
from cleanclaim.pricing.physician_line import Line
from cleanclaim.pricing.rates import PHYSICIAN, Unpriced
from cleanclaim.pricing.values import Priced, Tables
from cleanclaim.primitives import ZERO, Money

BILATERAL, RIGHT, LEFT = "50", "RT", "LT"
_EACH_SIDE = "3"
_TWO_UNITS_ARE_BOTH = ("1", "2")
_PAIRED = ("0", "1", "2")


def count_sides(line: Line, tables: Tables) -> None:
    """Turn two sides on one line into one procedure with its percentage, or into two units.

    Of indicator 3 each side is a unit. Raises :class:`Unpriced` where 50 does not apply.
    """
    modifiers, indicator, units = line.service.modifiers, line.row.bilateral, line.service.units
    both = BILATERAL in modifiers or (RIGHT in modifiers and LEFT in modifiers)
    one_side = not both and (RIGHT in modifiers or LEFT in modifiers)
    if not both and (units != 2 or one_side or indicator not in _TWO_UNITS_ARE_BOTH):
        return
    shares = rates.table(tables.parameters, f"{PHYSICIAN}.bilateral_percent", line.service.on)
    if indicator not in shares:
        if BILATERAL in modifiers:
            raise Unpriced(
                f"Modifier 50 does not apply to {line.service.code} (bilateral indicator {indicator}).",
                "modifier",
            )
        return
    if units not in (1, 2):
        raise Unpriced(f"Both sides are one unit or two, and there are {units}.", "units")
    if indicator == _EACH_SIDE:
        line.count = Decimal(2)
        line.working.note("Both sides (bilateral indicator 3): each is paid as one unit.")
        return
    line.count = Decimal(1)
    share = Decimal(shares[indicator])
    line.share *= share / 100
    if share == 100:
        line.working.note(f"Both sides (bilateral indicator {indicator}): paid as one.")
    line.working.percent(f"Both sides (bilateral indicator {indicator})", share)


def pair_sides(lines: Sequence[Line], tables: Tables) -> None:
    """Find the sides that are billed on two lines (RT and LT), and price them as one procedure.

    The first line is paid as if alone, the second what both sides are paid beyond that.
    """
    waiting: dict[tuple[str, str, str, bool], Line] = {}
    for line in lines:
        side = _only_side(line)
        if not line.open or not side or line.count != 1 or line.row.bilateral not in _PAIRED:
            continue
        key = (line.service.code, line.row.modifier, line.service.setting, line.assists)
        first = waiting.pop(key, None)
        if first is None or _only_side(first) == side:
            waiting[key] = line
            continue
        first.other_side, line.other_side = line, first
        line.is_second_side = True
        shares = rates.table(tables.parameters, f"{PHYSICIAN}.bilateral_percent", line.service.on)
        indicator = line.row.bilateral
        rest = Decimal(shares[indicator]) - 100
        first.working.note(
            f"First of two sides (bilateral indicator {indicator}: both are paid {shares[indicator]} %)."
        )
        line.share *= rest / 100
        what = f"Second side (bilateral indicator {indicator}), {shares[indicator]} % − 100 %"
        if rest:
            line.working.percent(what, rest)
        else:
            line.working.step(f"{what}: nothing more", "0", ZERO)


def limit_by_charges(first: Line, priced: Priced, second: Line, rest: Priced) -> tuple[Priced, Priced]:
    """Return two sides' answers, their sum at most the sum of their charges.

    The first is paid up to its own charge, the second what is left of both.
    """
    charges = (first.service.charge, second.service.charge)
    if charges[0] is None or charges[1] is None:
        return priced, rest
    if charges[0] >= priced.amount and charges[1] >= rest.amount:
        return priced, rest
    total = priced.amount + rest.amount
    charged = charges[0] + charges[1]
    together = min(total, charged)
    one = min(priced.amount, charges[0])
    other = together - one
    return (
        _extended(priced, one, f"Charge for this side: lower of {priced.amount} and {charges[0]} = {one}"),
        _extended(
            rest,
            other,
            f"Both sides, amounts: {priced.amount} + {rest.amount} = {total}",
            f"Both sides, charges: {charges[0]} + {charges[1]} = {charged}",
            f"Both sides, what is paid: lower of {total} and {charged} = {together}",
            f"Less the other side: {together} − {one} = {other}",
        ),
    )


def _extended(priced: Priced, amount: Money, *lines: str) -> Priced:
    return msgspec.structs.replace(priced, amount=amount, derivation=(*priced.derivation, *lines))


def _only_side(line: Line) -> str:
    sides = [one for one in (RIGHT, LEFT) if one in line.service.modifiers]
    return sides[0] if len(sides) == 1 and BILATERAL not in line.service.modifiers else ""
