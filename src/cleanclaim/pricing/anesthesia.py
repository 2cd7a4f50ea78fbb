"""Anesthesia: base units, time and the locality's conversion factor.

Base units: ``given["base_units"]``, or ``given["base_units:00100"]`` for one code among several; else the
table of CMS where it is loaded (the relative value files do not hold them). Percentages and
minutes a unit are the parameters ``federal.physician_fees.anesthesia``.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import msgspec

from cleanclaim.codesets import (
    ADD_ON,
    ANESTHESIA,
    ANESTHESIA_BASE,
    ANESTHESIA_QPP,
    AnesthesiaFactor,
    Known,
    NotCovered,
    locality_key,
)
from cleanclaim.pricing import rates
from cleanclaim.pricing.localities import indices_of
from cleanclaim.pricing.physician_fee import relative_values
from cleanclaim.pricing.physician_payment import allowed
from cleanclaim.pricing.physician_status import ANESTHESIA_STATUS
from cleanclaim.pricing.rates import PHYSICIAN, Unpriced
from cleanclaim.pricing.values import NotPriced, Priced, Service, Tables
from cleanclaim.pricing.working import Working, plain
from cleanclaim.primitives import ZERO

SUPERVISED = "AD"
_ROOT = f"{PHYSICIAN}.anesthesia"
_TENTH = Decimal("0.1")


def is_anesthesia(service: Service, tables: Tables) -> bool:
    """Return whether the relative value file marks a code as anesthesia (status J)."""
    rows, _ = relative_values(service, tables)
    return rows[0].status == ANESTHESIA_STATUS


def price_anesthesia(services: Sequence[Service], tables: Tables) -> list[Priced | NotPriced]:
    """Return the allowed amounts of a claim's anesthesia lines: (base + time units) × factor × share.

    Several procedures of one case are paid as the one with the most base units with the time of all;
    add-on codes keep their own units. A case: claim, payee, day and modifier, unless a modifier says
    that it was another.
    """
    cases: dict[object, list[int]] = defaultdict(list)
    answers: list[Priced | NotPriced | None] = [None] * len(services)
    for place, service in enumerate(services):
        try:
            cases[_case(place, service, tables)].append(place)
        except Unpriced as reason:
            answers[place] = reason.answer
    for places in cases.values():
        for place, answer in zip(places, _price_case([services[one] for one in places], tables), strict=True):
            answers[place] = answer
    return [answer for answer in answers if answer is not None]


def _case(place: int, service: Service, tables: Tables) -> object:
    """Return what lines of one case share; a line that stands alone shares it with none."""
    apart = rates.codes(tables.parameters, f"{_ROOT}.separate_case_modifiers", service.on)
    modifier = _modifier(service, tables)
    if (
        modifier == SUPERVISED
        or any(one in apart for one in service.modifiers)
        or _is_add_on(service, tables)
    ):
        return place
    return service.claim, service.group, service.on, service.locality, modifier


def _is_add_on(service: Service, tables: Tables) -> bool:
    return isinstance(tables.store.find(ADD_ON, service.code, service.on), Known)


def _price_case(services: Sequence[Service], tables: Tables) -> list[Priced | NotPriced]:
    if len(services) == 1:
        return [_answer(services[0], tables)]
    try:
        bases = [_base_units(service, tables)[0] for service in services]
        minutes = [_minutes(service) for service in services]
    except Unpriced as reason:
        return [reason.answer] * len(services)
    first = max(range(len(services)), key=lambda place: (bases[place], -place))
    charges = [service.charge for service in services if service.charge is not None]
    charge = sum(charges, ZERO) if len(charges) == len(services) else None
    whole = msgspec.structs.replace(services[first], minutes=sum(minutes), charge=charge)
    answer = _answer(whole, tables)
    if isinstance(answer, NotPriced):
        return [answer] * len(services)
    shown = " + ".join(str(one) for one in minutes)
    told = f"Several procedures of one case: the one with the most base units, minutes {shown}."
    part = (f"Part of the anesthesia of the case, paid with {whole.code}.", "Not paid separately: 0 = 0")
    return [
        msgspec.structs.replace(answer, derivation=(told, *answer.derivation))
        if place == first
        else Priced(ZERO, part, answer.release, (), answer.methodology)
        for place in range(len(services))
    ]


def _answer(service: Service, tables: Tables) -> Priced | NotPriced:
    try:
        return _price(service, tables)
    except Unpriced as reason:
        return reason.answer


def _modifier(service: Service, tables: Tables) -> str:
    shares = rates.table(tables.parameters, f"{_ROOT}.modifier_percent", service.on)
    used = [one for one in service.modifiers if one in shares or one == SUPERVISED]
    if len(used) != 1:
        raise Unpriced(
            f"{service.code} needs exactly one of the modifiers {', '.join([*shares, SUPERVISED])} "
            "that say who gave the anesthesia.",
            "modifier",
        )
    return used[0]


def _minutes(service: Service) -> int:
    if service.minutes is None or service.minutes < 0:
        raise Unpriced(f"{service.code} is anesthesia: give the minutes.", "missing")
    return service.minutes


def _price(service: Service, tables: Tables) -> Priced | NotPriced:
    parameters, on = tables.parameters, service.on
    modifier = _modifier(service, tables)
    factor, release = _factor(service, tables)
    working = Working()
    working.note(f"{release}, {factor.mac}-{factor.locality} {factor.name}: {plain(factor.factor)} a unit")
    if modifier == SUPERVISED:
        _supervised(service, working, factor, tables)
    else:
        minutes, (base, listed) = _minutes(service), _base_units(service, tables)
        each = rates.count(parameters, f"{_ROOT}.minutes_a_unit", on)
        if listed:
            working.note(f"{listed}: {service.code} has {plain(base)} base units")
        time = (Decimal(minutes) / each).quantize(_TENTH, rounding=ROUND_HALF_UP)
        working.note(f"Time: {minutes} minutes at {each} a unit, to one decimal: {time} units")
        working.step("Base units and time units", f"{plain(base)} + {time}", base + time)
        working.times("Units × factor", factor.factor)
        shares = rates.table(parameters, f"{_ROOT}.modifier_percent", on)
        working.percent(f"Anesthesia modifier {modifier}", Decimal(shares[modifier]))
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


def _base_units(service: Service, tables: Tables) -> tuple[Decimal, str]:
    """Return the base units, and the release that they are from; none when they were given."""
    said = service.given.get(f"base_units:{service.code}") or service.given.get("base_units", "")
    if not said:
        found = tables.store.find(ANESTHESIA_BASE, service.code, service.on)
        if isinstance(found, Known):
            return found.value[0].units, found.release.label
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
    return units, ""


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
