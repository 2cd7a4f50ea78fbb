"""Anesthesia: base units, time and the locality's conversion factor.

``given["base_units"]`` holds the base units of the code where no table has them: the relative value
files do not, and the list of them was not at hand. Percentages and minutes a unit are the parameters
``federal.physician_fees.anesthesia``, none of which was checked against its authority.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from cleanclaim.codesets import ANESTHESIA, ANESTHESIA_QPP, AnesthesiaFactor, NotCovered, locality_key
from cleanclaim.pricing import rates
from cleanclaim.pricing.localities import indices_of
from cleanclaim.pricing.physician_fee import relative_values
from cleanclaim.pricing.physician_payment import allowed
from cleanclaim.pricing.physician_status import ANESTHESIA_STATUS
from cleanclaim.pricing.rates import PHYSICIAN, Unpriced
from cleanclaim.pricing.values import NotPriced, Priced, Service, Tables
from cleanclaim.pricing.working import Working, plain

SUPERVISED = "AD"
_ROOT = f"{PHYSICIAN}.anesthesia"
_TENTH = Decimal("0.1")


def is_anesthesia(service: Service, tables: Tables) -> bool:
    """Return whether the relative value file marks a code as anesthesia (status J)."""
    rows, _ = relative_values(service, tables)
    return rows[0].status == ANESTHESIA_STATUS


def price_anesthesia(service: Service, tables: Tables) -> Priced | NotPriced:
    """Return the allowed amount of an anesthesia line: (base + time units) × factor × share."""
    parameters, on = tables.parameters, service.on
    factor, release = _factor(service, tables)
    if service.minutes is None or service.minutes < 0:
        raise Unpriced(f"{service.code} is anesthesia: give the minutes.", "missing")
    shares = rates.table(parameters, f"{_ROOT}.modifier_percent", on)
    used = [one for one in service.modifiers if one in shares or one == SUPERVISED]
    if len(used) != 1:
        raise Unpriced(
            f"{service.code} needs exactly one of the modifiers {', '.join([*shares, SUPERVISED])} "
            "that say who gave the anesthesia.",
            "modifier",
        )
    working = Working()
    working.note(f"{release}, {factor.mac}-{factor.locality} {factor.name}: {plain(factor.factor)} a unit")
    if used[0] == SUPERVISED:
        _supervised(service, working, factor, tables)
    else:
        base = _base_units(service)
        each = rates.count(parameters, f"{_ROOT}.minutes_a_unit", on)
        exact = Decimal(service.minutes) / each
        time = exact.quantize(_TENTH, rounding=ROUND_HALF_UP)
        working.note(f"Time: {service.minutes} minutes at {each} a unit, to one decimal: {time} units")
        working.step("Base units and time units", f"{plain(base)} + {time}", base + time)
        working.times("Units × factor", factor.factor)
        working.percent(f"Anesthesia modifier {used[0]}", Decimal(shares[used[0]]))
    return allowed(service, working, release, tables, charge=service.charge)


def _supervised(service: Service, working: Working, factor: AnesthesiaFactor, tables: Tables) -> None:
    base = rates.count(tables.parameters, f"{_ROOT}.supervised_base_units", service.on)
    induction = rates.count(tables.parameters, f"{_ROOT}.supervised_induction_units", service.on)
    present = service.given.get("present_at_induction", "") == "yes"
    working.note("Supervision of more than four (AD): units a procedure, not the time.")
    if present:
        working.note("Present at induction.")
        working.step("Units", f"{base} + {induction}", Decimal(base + induction))
    else:
        working.step("Units", f"{base}", Decimal(base))
    working.times("Units × factor", factor.factor)


def _base_units(service: Service) -> Decimal:
    said = service.given.get("base_units", "")
    if not said:
        raise Unpriced(
            f"The base units of {service.code} are in no table that is loaded: give them (--base-units).",
            "missing",
        )
    try:
        units = Decimal(said)
    except InvalidOperation:
        units = Decimal("NaN")
    if not units.is_finite() or units < 0:
        raise Unpriced(f"{said!r} is no number of base units.", "units")
    return units


def _factor(service: Service, tables: Tables) -> tuple[AnesthesiaFactor, str]:
    found = tables.store.table(ANESTHESIA_QPP if service.qpp else ANESTHESIA, service.on)
    if isinstance(found, NotCovered):
        raise Unpriced(found.reason, "not_loaded")
    mac, _, number = service.locality.partition("-")
    rows = found.value.every(locality_key(mac, number)) if mac.isdigit() else ()
    if not rows:
        indices, _ = indices_of(tables, service.locality, service.on)
        rows = found.value.every(locality_key(indices.mac, indices.locality))
    if not rows:
        raise Unpriced(f"The locality {service.locality} is not in {found.release.label}.", "locality")
    return rows[0], found.release.label
