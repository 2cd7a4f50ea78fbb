"""Part B drugs: payment limit × units of the code, discarded units on a line of their own.

The limits of the ASP file already hold the add-on percentage; nothing is added here. Discarded
drug of a single-dose container is billed on its own line with JW and paid like the rest (Claims
Processing Manual, chapter 17, 40, as restated by Noridian and First Coast).
"""

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.codesets import ASP, ASP_NDC, DrugLimit, Known, NotCovered, Unknown
from cleanclaim.pricing.given import lower_of_charge, units_of
from cleanclaim.pricing.rates import Unpriced, percent
from cleanclaim.pricing.values import Answer, NotPriced, Priced, Service, SideAmount, Tables
from cleanclaim.pricing.working import Working, plain
from cleanclaim.primitives import InvalidValue, money

DISCARDED, NOTHING_DISCARDED = "JW", "JZ"
_ROOT = "federal.facility_fees.drugs"


def price_drugs(services: Sequence[Service], tables: Tables) -> Sequence[Answer]:
    """Return the answers for lines that the payment limits may pay, judged with the day's other lines."""
    return [_price(service, services, tables) for service in services]


def is_drug_code(code: str) -> bool:
    """Whether a code is of a range that the file lists, so that its absence is worth a word."""
    return code[:1] in ("J", "Q") or code[:2] in ("90", "91")


class DoseLines(msgspec.Struct, frozen=True):
    """How one dose out of single-dose containers is billed: units on each line, and the modifier
    of the first (JZ, or nothing); ``discarded`` zero: no second line."""

    administered: int
    discarded: int
    modifier: str


def dose_lines(dose: Decimal, *, unit: Decimal, container: Decimal) -> DoseLines:
    """Return how to bill a dose, all in the same measure (mg).

    ``unit`` is what one unit of the code stands for, ``container`` what a single-dose container
    holds; as many containers are opened as the dose needs. A part of a unit counts as a whole one,
    and what remains of that unit is not billed again as discarded. Raises ``InvalidValue`` for
    what is not above zero.
    """
    if dose <= 0 or unit <= 0 or container <= 0:
        raise InvalidValue("Dose, unit and container must be above zero.")
    administered = math.ceil(dose / unit)
    opened = math.ceil(dose / container) * container
    discarded = max(0, int(opened / unit) - administered)
    return DoseLines(administered, discarded, "" if discarded else NOTHING_DISCARDED)


def units_of_packages(
    tables: Tables, code: str, ndc: str, packages: Decimal, on: date
) -> Decimal | NotPriced:
    """Return how many units of a code so many packages of a product (NDC) hold."""
    bare = ndc.replace("-", "")
    found = tables.store.find(ASP_NDC, bare, on)
    if isinstance(found, NotCovered):
        return NotPriced(found.reason, "not_loaded")
    if isinstance(found, Unknown):
        return NotPriced(f"The product {ndc} is not in {found.release.label}.", "code")
    for row in found.value:
        if row.code == code and row.billing_units_package is not None:
            return row.billing_units_package * packages
    listed = ", ".join(sorted({row.code for row in found.value}))
    return NotPriced(f"{found.release.label} lists the product {ndc} under {listed}, not {code}.", "code")


def _price(service: Service, services: Sequence[Service], tables: Tables) -> Answer:
    found = tables.store.find(ASP, service.code, service.on)
    if isinstance(found, Unknown):
        return None
    if isinstance(found, NotCovered):
        return NotPriced(found.reason, "not_loaded") if is_drug_code(service.code) else None
    if {DISCARDED, NOTHING_DISCARDED} <= set(service.modifiers):
        return NotPriced("JW says that some was discarded, JZ that nothing was: drop one.", "modifier")
    try:
        return _amount(service, services, tables, found)
    except Unpriced as error:
        return error.answer


def _amount(
    service: Service, services: Sequence[Service], tables: Tables, found: Known[tuple[DrugLimit, ...]]
) -> Priced:
    row, units = found.value[0], units_of(service)
    share = row.coinsurance_percent
    if share is None:
        share = percent(tables.parameters, f"{_ROOT}.coinsurance_percent", service.on)
    working = Working()
    for remark in _remarks(service, services, tables):
        working.note(remark)
    working.note("The add-on percentage is in the payment limit already.")
    dose = f" ({row.dose} a unit)" if row.dose else ""
    working.step(
        f"{found.release.label}, payment limit of {row.code}{dose} × units",
        f"{plain(row.limit)} × {plain(units)}",
        row.limit * units,
    )
    lower_of_charge(service, working)
    amount = working.cents()
    due = money(amount * share / 100)
    line = f"Coinsurance: {plain(amount)} × {plain(share)} % = {due}, rounded"
    return Priced(
        amount, tuple(working.lines), found.release.label, (SideAmount("coinsurance", due, (line,)),)
    )


def _remarks(service: Service, services: Sequence[Service], tables: Tables) -> list[str]:
    same = [other for other in services if other.code == service.code and other.on == service.on]
    discarding = any(DISCARDED in other.modifiers for other in same)
    if DISCARDED in service.modifiers:
        if any(DISCARDED not in other.modifiers for other in same):
            return ["Discarded units are paid like those administered."]
        return ["Discarded units: no line on this claim has what was administered that day."]
    if NOTHING_DISCARDED in service.modifiers and discarding:
        return ["JZ says that nothing was discarded, but another line of the day has JW."]
    required = tables.parameters.at(f"{_ROOT}.zero_waste_modifier_required", service.on)
    if required is True and not discarding and NOTHING_DISCARDED not in service.modifiers:
        return ["From a single-dose container of which nothing is discarded, the line needs JZ."]
    return []
