"""What a term pays for all its lines together: per diem, case rate, DRG weight; and stop-loss."""

from collections.abc import Sequence

from cleanclaim.codesets import MS_DRG, NotCovered as TableNotCovered, Unknown
from cleanclaim.pricing.contract import CaseRate, Contract, DRGRate, PerDiem, StopLoss, Term
from cleanclaim.pricing.contract_lines import LinePrice
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Service, Tables
from cleanclaim.pricing.working import Working, plain
from cleanclaim.primitives import ZERO, Money, money


def price_together(
    contract: Contract, term: Term, services: Sequence[Service], tables: Tables | None
) -> LinePrice:
    """Return the amount of a term for all its lines; raises :class:`Unpriced` with the reason."""
    working, release = Working(), contract.name
    working.note(f"{contract.name}, term {term.name}: for all its {len(services)} lines together")
    pay = term.pay
    if isinstance(pay, CaseRate):
        working.step("Case rate", plain(pay.amount), pay.amount)
    elif isinstance(pay, PerDiem):
        _per_diem(pay, _days(services), working)
    elif isinstance(pay, DRGRate):
        release = _drg(contract, pay, services[0], tables, working)
    lesser = contract.lesser_of_charge if term.lesser_of_charge is None else term.lesser_of_charge
    if lesser:
        charges = _charges(services)
        if charges is not None and charges < working.amount:
            working.at_most("No more than the charges of these lines", charges)
    return LinePrice(working, release)


def stop_loss(rule: StopLoss, charges: Money) -> Working:
    """Return what is added for the charges above the threshold."""
    working = Working()
    working.step(
        "Charges above the threshold", f"{plain(charges)} − {plain(rule.above)}", charges - rule.above
    )
    working.percent("Stop-loss share", rule.percent)
    return working


def _per_diem(pay: PerDiem, days: int, working: Working) -> None:
    parts = []
    total = ZERO
    for tier in pay.tiers:
        last = days if tier.last is None else min(days, tier.last)
        count = last - tier.first + 1
        if count > 0:
            parts.append(f"{plain(tier.amount)} × {count}")
            total += tier.amount * count
    working.step(f"{days} days by tier", " + ".join(parts), total)


def _days(services: Sequence[Service]) -> int:
    """Return the days of the stay, as given, else the units of its room lines (revenue 010x-021x)."""
    said = services[0].given.get("days", "").strip()
    if said.isascii() and said.isdigit() and int(said) > 0:
        return int(said)
    if said:
        raise Unpriced(f"days is {said!r}, which is not a number of days.", "missing")
    rooms = [one for one in services if "0100" <= one.given.get("revenue", "") <= "0219"]
    units = sum((one.units for one in rooms), ZERO)
    if units <= 0 or units != int(units):
        raise Unpriced("Give days: the days of the stay, or the room lines with their days.", "missing")
    return int(units)


def _drg(contract: Contract, pay: DRGRate, service: Service, tables: Tables | None, working: Working) -> str:
    code = service.given.get("drg", "").strip().zfill(3)
    if not code.strip("0"):
        raise Unpriced("Give drg: the MS-DRG of the stay.", "missing")
    if tables is None:
        raise Unpriced(f"{contract.name} pays by DRG weight, and no tables are loaded.", "not_loaded")
    found = tables.store.find(MS_DRG, code, pay.frozen or service.on)
    if isinstance(found, TableNotCovered):
        raise Unpriced(found.reason, "not_loaded")
    if isinstance(found, Unknown):
        raise Unpriced(f"MS-DRG {code} is not in {found.release.label}.", "code")
    weight = found.value[0].weight
    working.step(
        f"Base rate × weight of MS-DRG {code} in {found.release.label}",
        f"{plain(pay.base_rate)} × {plain(weight)}",
        pay.base_rate * weight,
    )
    return found.release.label


def _charges(services: Sequence[Service]) -> Money | None:
    if any(service.charge is None for service in services):
        return None
    return money(sum((service.charge or ZERO for service in services), ZERO))
