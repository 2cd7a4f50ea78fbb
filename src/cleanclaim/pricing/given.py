"""What a caller gives beside the line (``Service.given``), read strictly."""

from decimal import Decimal

from cleanclaim.parameters import NotKnown
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Service, Tables
from cleanclaim.pricing.working import Working
from cleanclaim.primitives import InvalidValue, money


def text(service: Service, name: str, what: str) -> str:
    """Return a text that was given; raises :class:`Unpriced` saying ``what`` is missing."""
    found = service.given.get(name, "").strip()
    if not found:
        raise Unpriced(f"Give {name}: {what}.", "missing")
    return found


def number(service: Service, name: str, what: str) -> Decimal:
    """Return a positive number that was given; raises :class:`Unpriced` when it is missing or none."""
    return _number(text(service, name, what), name)


def number_or(service: Service, name: str, default: Decimal) -> Decimal:
    """Return a number that was given, else the default; nothing below zero."""
    found = service.given.get(name, "").strip()
    return _number(found, name, zero=True) if found else default


def dollars(service: Service, tables: Tables, name: str, path: str, what: str) -> Decimal:
    """Return an amount that was given, else the parameter of that path in force on the day."""
    if service.given.get(name, "").strip():
        return number(service, name, what)
    found = tables.parameters.at(path, service.on)
    if isinstance(found, NotKnown) or not isinstance(found, Decimal):
        raise Unpriced(f"Give {name}, or load {path}: {what}.", "missing")
    return found


def units_of(service: Service) -> Decimal:
    """Return the units; raises :class:`Unpriced` when there are none to price."""
    if not service.units.is_finite() or service.units <= 0:
        raise Unpriced("There are no units to price.", "units")
    return service.units


def whole_units(service: Service) -> int:
    """Return the units of what comes in wholes only; raises :class:`Unpriced` for parts of one."""
    units = units_of(service)
    if units != int(units):
        raise Unpriced(f"{service.code} comes in whole units, not in {units}.", "units")
    return int(units)


def lower_of_charge(service: Service, working: Working) -> None:
    """Take the lower of the amount and what was charged, where the charge is known."""
    if service.charge is not None:
        working.at_most("Lower of the amount and the charge", service.charge)


def _number(found: str, name: str, *, zero: bool = False) -> Decimal:
    try:
        money(found)
        value = Decimal(found)
    except InvalidValue:
        raise Unpriced(f"{name} is {found!r}, which is not a number.", "missing") from None
    if value < 0 or (value == 0 and not zero):
        raise Unpriced(f"{name} is {found!r}, which cannot be.", "missing")
    return value
