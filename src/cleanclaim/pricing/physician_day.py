"""Smaller rules of a line and its day: equipment of an older kind, injections beside other services."""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.pricing import rates
from cleanclaim.pricing.physician_fee import PROFESSIONAL, TECHNICAL, unit_fee
from cleanclaim.pricing.physician_line import Line
from cleanclaim.pricing.rates import PHYSICIAN
from cleanclaim.pricing.values import Tables
from cleanclaim.pricing.working import plain
from cleanclaim.primitives import ZERO

EQUIPMENT = ("FX", "FY", "CT")


def reduce_equipment(line: Line, tables: Tables) -> None:
    """Pay a share of the technical component for film, computed radiography or an older CT."""
    used = [one for one in EQUIPMENT if one in line.service.modifiers]
    if not used or line.row.modifier == PROFESSIONAL or line.row.pc_tc == "2":
        return
    path = f"{PHYSICIAN}.technical_percent_by_modifier"
    shares = rates.table(tables.parameters, path, line.service.on)
    for modifier in used:
        if modifier not in shares:
            continue
        share = Decimal(shares[modifier])
        row = line.basis.row(TECHNICAL)
        if line.row.modifier == TECHNICAL or row is None:
            line.working.percent(f"Technical component by equipment ({modifier})", share)
            continue
        fee = unit_fee(row, line.basis, line.service.setting)
        line.working.lines.extend(fee.lines)
        line.working.step(
            f"Less {plain(100 - share)} % of the technical component ({modifier})",
            f"{plain(line.working.amount)} − {fee.amount} × {plain(100 - share)} %",
            line.working.amount - fee.amount * (100 - share) / 100,
        )


def bundle_injections(lines: Sequence[Line]) -> None:
    """Pay nothing for services of status T beside others that are paid on the day (RVU25D.pdf)."""
    others = [line.service.code for line in lines if line.open and line.row.status != "T"]
    if not others:
        return
    for line in lines:
        if line.open and line.row.status == "T":
            line.working.note(f"Status T: part of the other services of the day ({', '.join(others)}).")
            line.working.step("Not paid separately", "0", ZERO)
