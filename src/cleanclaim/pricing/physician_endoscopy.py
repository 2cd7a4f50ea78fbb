"""Several endoscopies of one family: the highest whole, each other less the family's base.

Source: RVU25D.pdf, Multiple Procedure indicator 3.
"""

from decimal import Decimal

from cleanclaim.pricing.physician_fee import basis_of, rows_of, unit_fee
from cleanclaim.pricing.physician_line import Line
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Tables
from cleanclaim.pricing.working import plain
from cleanclaim.primitives import ZERO


def price_family(base: str, members: list[Line], bases: list[Line], tables: Tables) -> None:
    """Set the amounts of a family's lines for all their units, before the family is ranked."""
    for line in bases:
        line.working.note(f"{base} is the base of the day's other endoscopy, which includes it.")
        line.working.step("Not paid separately", "0", ZERO)
        line.count = Decimal(1)
    first = max(members, key=lambda line: (line.working.amount, -line.place))
    for line in members:
        count, amount, full = line.whole_units("The endoscopy rule"), line.working.amount, line is first
        line.count = Decimal(1)
        if full and count + len(members) > 2:
            line.working.note(f"Highest endoscopy of the family of {base}: one is paid in full.")
        if count == full:
            continue
        try:
            of_base = min(_amount_of_base(line, base, tables), amount)
        except Unpriced as reason:
            line.stopped = reason
            continue
        less = amount - of_base
        line.working.note(
            f"Another endoscopy of the family, less its base {base}: "
            f"{plain(amount)} − {plain(of_base)} = {plain(less)}"
        )
        terms = [f"1 × {plain(amount)}"] * full + [f"{count - full} × {plain(less)}"]
        line.working.step(
            "Endoscopies of this line", " + ".join(terms), full * amount + (count - full) * less
        )


def _amount_of_base(line: Line, base: str, tables: Tables) -> Decimal:
    """Return what the base would be paid on this line, with the same percentages."""
    asked = line.asks(base)
    basis = basis_of(asked, tables, rows_of(asked, tables))
    row = basis.row("")
    if row is None or not row.nonfacility_total:
        raise Unpriced(f"The base endoscopy {base} has no relative values in {basis.release}.", "by_report")
    fee = unit_fee(row, basis, asked.setting)
    line.working.lines.extend(text for text in fee.lines if text not in line.working.lines)
    if line.share == 1:
        return fee.amount
    amount = fee.amount * line.share
    share = plain(line.share * 100)
    line.working.note(f"{base} with the percentages of this line: {fee.amount} × {share} % = {plain(amount)}")
    return amount
