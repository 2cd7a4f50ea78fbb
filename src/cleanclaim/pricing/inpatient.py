"""Inpatient stays under Medicare: MS-DRG weight × the hospital's operating and capital rates.

``Service.code`` is the DRG. What belongs to the hospital is given with the line or loaded as its
own parameters: standardized amount, capital rate, wage index, geographic adjustment factor, and its
percentages for teaching and low-income patients. Outliers, new technology, hospital-specific
rates and quality programs are not computed, and the derivation says so.
"""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.codesets import MS_DRG, DRGWeight, NotCovered, Unknown
from cleanclaim.pricing.given import dollars, number, number_or, text
from cleanclaim.pricing.rates import Unpriced, codes, percent
from cleanclaim.pricing.values import Answer, NotPriced, Priced, Service, SideAmount, Tables
from cleanclaim.pricing.wages import adjust_for_wages
from cleanclaim.pricing.working import Working, plain

_ROOT = "federal.facility_fees.inpatient"
_ONE = Decimal(1)


def price_inpatient(services: Sequence[Service], tables: Tables) -> Sequence[Answer]:
    """Return the answers for inpatient stays; the day is that of the discharge.

    ``given``: ``wage_index``, ``geographic_factor``, ``standardized_amount`` and ``capital_rate``
    (or the parameters of these names under ``federal.facility_fees.inpatient``), ``days`` and
    ``discharge_status``, and where the hospital has them ``operating_add_on_percent`` and
    ``capital_add_on_percent``.
    """
    return [_price(service, tables) for service in services]


def _price(service: Service, tables: Tables) -> Answer:
    key = service.code.zfill(3)
    found = tables.store.find(MS_DRG, key, service.on)
    if isinstance(found, NotCovered):
        return NotPriced(found.reason, "not_loaded")
    if isinstance(found, Unknown):
        return NotPriced(f"MS-DRG {key} is not in {found.release.label}.", "code")
    try:
        return _amount(service, tables, found.value[0], found.release.label)
    except Unpriced as error:
        return error.answer


def _amount(service: Service, tables: Tables, drg: DRGWeight, release: str) -> Priced:
    known, on = tables.parameters, service.on
    index = number(service, "wage_index", "the hospital's wage index")
    factor = number(
        service, "geographic_factor", "the hospital's geographic adjustment factor of the capital rate"
    )
    standard = dollars(
        service,
        tables,
        "standardized_amount",
        f"{_ROOT}.standardized_amount",
        "labour and nonlabour together",
    )
    capital_rate = dollars(
        service, tables, "capital_rate", f"{_ROOT}.capital_rate", "the federal capital rate of the year"
    )
    share = "labour_percent_high" if index > _ONE else "labour_percent_low"
    working = Working()
    adjust_for_wages(working, "Operating rate", standard, percent(known, f"{_ROOT}.{share}", on), index)
    working.times(f"× weight of MS-DRG {drg.code} in {release}", drg.weight)
    working.percent(
        "With the hospital's operating add-ons",
        100 + number_or(service, "operating_add_on_percent", Decimal(0)),
    )
    _transfer(service, tables, drg, working)
    operating = working.cents()
    capital = Working()
    capital.step(
        "Capital rate × geographic factor × weight",
        f"{plain(capital_rate)} × {plain(factor)} × {plain(drg.weight)}",
        capital_rate * factor * drg.weight,
    )
    capital.percent(
        "With the hospital's capital add-ons", 100 + number_or(service, "capital_add_on_percent", Decimal(0))
    )
    _transfer(service, tables, drg, capital)
    amount = capital.cents()
    total = Working()
    total.note("Not computed: outliers, new technology, uncompensated care, own rates, quality programs.")
    total.lines += [*working.lines, *capital.lines]
    total.step("Operating and capital", f"{plain(operating)} + {plain(amount)}", operating + amount)
    sides = (
        SideAmount("operating", operating, tuple(working.lines)),
        SideAmount("capital", amount, tuple(capital.lines)),
    )
    return Priced(total.cents(), tuple(total.lines), release, sides)


def _transfer(service: Service, tables: Tables, drg: DRGWeight, working: Working) -> None:
    """Take the graduated per diem where the stay ended in a transfer before its usual length."""
    known, on = tables.parameters, service.on
    status = text(service, "discharge_status", "the patient discharge status code").zfill(2)
    acute = status in codes(known, f"{_ROOT}.acute_transfer_statuses", on)
    after = drg.post_acute and status in codes(known, f"{_ROOT}.post_acute_transfer_statuses", on)
    if not acute and not after:
        return
    days = max(_ONE, number(service, "days", "the days of the stay"))
    if drg.geometric_days is None:
        raise Unpriced(f"MS-DRG {drg.code} has no mean length of stay to take a per diem of.", "not_payable")
    if days + 1 >= drg.geometric_days:
        working.lines.insert(
            0,
            f"A transfer ({status}) after {plain(days)} days, no shorter than the mean of "
            f"{plain(drg.geometric_days)} less one: paid in full.",
        )
        return
    full, mean = working.amount, plain(drg.geometric_days)
    if after and drg.special_pay:
        half = percent(known, f"{_ROOT}.special_pay_first_day_percent", on)
        rest = 100 - half
        working.step(
            f"Transfer ({status}) of a special-pay DRG after {plain(days)} days: part of the full payment, "
            "the first day's per diem, then part of each day's",
            f"{plain(full)} × {plain(half)} % + {plain(full)} / {mean} + "
            f"{plain(full)} / {mean} × {plain(days - 1)} × {plain(rest)} %",
            full * half / 100 + full / drg.geometric_days * (1 + (days - 1) * rest / 100),
        )
    else:
        working.step(
            f"Transfer ({status}) after {plain(days)} days: per diem, twice for the first day",
            f"{plain(full)} / {mean} × {plain(days + 1)}",
            full / drg.geometric_days * (days + 1),
        )
    working.at_most("No more than the full payment", full)
