"""From the amount of all units to the allowed amount, and from it to what Medicare pays."""

from decimal import Decimal

import msgspec

from cleanclaim.pricing import rates
from cleanclaim.pricing.physician_fee import relative_values
from cleanclaim.pricing.physician_line import Line
from cleanclaim.pricing.rates import PHYSICIAN, Unpriced
from cleanclaim.pricing.values import NotPriced, Priced, Service, SideAmount, Tables
from cleanclaim.pricing.working import Working
from cleanclaim.primitives import Money, money

METHODOLOGY = "physician"
SHORTAGE_AREA = "AQ"
THERAPY_ASSISTANTS = ("CQ", "CO")


def finish(line: Line, tables: Tables) -> Priced | NotPriced:
    """Return the answer for a line: nonparticipating share, lower of amount and charge, cents."""
    release = f"{line.basis.release}; {line.basis.indices_release}"
    return allowed(line.service, line.working, release, tables, charge=_charge(line))


def allowed(
    service: Service, working: Working, release: str, tables: Tables, *, charge: Money | None
) -> Priced | NotPriced:
    """Return the allowed amount of a derivation, with the limiting charge of a nonparticipant.

    Source: RVU25D.pdf, limiting charge: it is taken of the schedule's amount, not of the charge.
    """
    also: tuple[SideAmount, ...] = ()
    if not service.participating:
        try:
            share = rates.percent(tables.parameters, f"{PHYSICIAN}.nonparticipating_percent", service.on)
            limit = rates.percent(tables.parameters, f"{PHYSICIAN}.limiting_charge_percent", service.on)
        except Unpriced as reason:
            return reason.answer
        most = Working()
        most.amount = working.amount
        most.percent("Nonparticipating", share)
        most.percent("Limiting charge, of that", limit)
        also = (SideAmount("limiting_charge", most.cents(), tuple(most.lines)),)
        working.percent("Nonparticipating", share)
    working.cents()
    if charge is not None and 0 <= charge < working.amount:
        working.at_most("Charge is lower than the schedule", charge)
        working.amount = charge
    return Priced(money(working.amount), tuple(working.lines), release, also, METHODOLOGY)


def medicare_payment(service: Service, priced: Priced, tables: Tables) -> Priced:
    """Return the answer with what Medicare pays of it, and its bonus, among the side amounts.

    Of services that another methodology has priced nothing is said: their coinsurance is another.
    The deductible is taken as met (``given["deductible"]``: what is left of it, in dollars). The
    share of a therapy assistant and sequestration are taken of the payment after the patient's
    share. The bonus of a shortage area is a physician's, for professional services alone. Services
    without coinsurance are known by their modifiers only (33, PT). Not in it: claims in which
    Medicare is secondary.
    """
    if priced.methodology != METHODOLOGY:
        return priced
    read = tables.parameters
    root = f"{PHYSICIAN}.payment"
    coinsurance = rates.percent(read, f"{root}.coinsurance_percent", service.on)
    special = rates.table(read, f"{root}.coinsurance_percent_by_modifier", service.on)
    for modifier in service.modifiers:
        coinsurance = min(coinsurance, Decimal(special.get(modifier, "100")))
    working = Working()
    working.amount = priced.amount
    working.note(f"Allowed amount: {priced.amount}")
    deductible = money(service.given.get("deductible", "0"))
    if deductible:
        taken = min(deductible, priced.amount)
        working.step("Less the deductible", f"{priced.amount} − {taken}", priced.amount - taken)
    working.percent("Medicare's share", 100 - coinsurance)
    working.cents()
    if any(one in service.modifiers for one in THERAPY_ASSISTANTS):
        working.percent(
            "Therapy by an assistant",
            rates.percent(read, f"{root}.therapy_assistant_percent", service.on),
        )
        working.cents()
    bonus: tuple[SideAmount, ...] = ()
    if SHORTAGE_AREA in service.modifiers and _earns_bonus(service, tables):
        extra = Working()
        extra.amount = working.amount
        share = rates.percent(read, f"{root}.health_professional_shortage_percent", service.on)
        extra.percent("Bonus of a shortage area (AQ), on Medicare's share", share)
        bonus = (SideAmount("hpsa_bonus", extra.cents(), tuple(extra.lines)),)
    cut = rates.percent(read, f"{root}.sequestration_percent", service.on)
    working.percent("After sequestration", 100 - cut)
    paid = SideAmount("medicare_payment", working.cents(), tuple(working.lines))
    return msgspec.structs.replace(priced, also=(*priced.also, paid, *bonus))


def _earns_bonus(service: Service, tables: Tables) -> bool:
    """Return whether a line is a physician's professional service and nothing else.

    Of a whole test only the professional component earns the bonus: it is told apart when it is
    billed apart (26).
    """
    if service.provider != "physician":
        return False
    if "26" in service.modifiers:
        return True
    rows, _ = relative_values(service, tables)
    return "TC" not in service.modifiers and rows[0].pc_tc in ("0", "2", "6", "8", "9")


def _charge(line: Line) -> Money | None:
    """Return what the charge leaves for a line; of two sides their charges count together."""
    mine, other = line.service.charge, line.other_side
    return mine if other is None or not other.open else None
