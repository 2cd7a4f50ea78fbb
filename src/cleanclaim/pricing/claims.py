"""The lines of a claim as services to be priced: place, locality, provider and bill read from it.

Not imported by the package itself: the simulator prices too, and may know nothing of claims.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import msgspec

from cleanclaim.claim import Address, Claim, ServiceLine
from cleanclaim.parameters import NotKnown
from cleanclaim.pricing import rates
from cleanclaim.pricing.dispatch import price_services
from cleanclaim.pricing.institutional_claims import given_of_line, stay_of_claim
from cleanclaim.pricing.localities import locality_of_zip
from cleanclaim.pricing.rates import PHYSICIAN, Unpriced
from cleanclaim.pricing.values import NotPriced, Priced, Service, Tables
from cleanclaim.primitives import ZERO, money

HOME = "12"
_PLACES = "payer.place_of_service.settings"
_MINUTES = "MJ"
_INPATIENT_BILLS = ("11", "18", "21", "41")
_NOT_ASSIGNED = "C"


class PricedLine(msgspec.Struct, frozen=True):
    """A line of a claim by its number from 1, as it was asked, and the answer."""

    line: int
    service: Service
    answer: Priced | NotPriced


def price_claim(
    claim: Claim,
    tables: Tables,
    *,
    locality: str = "",
    participating: bool = True,
    qpp: bool = False,
    given: Mapping[str, str] = MappingProxyType({}),
) -> list[PricedLine]:
    """Return the answer for every line of a claim, priced together.

    ``locality`` overrules what the ZIP code of the place of service says. A provider who takes no
    assignment (CLM07 C) is a nonparticipating one. ``given`` goes with every line: what the claim
    does not say (``wage_index``, ``rural``, …). An inpatient stay is one service, its DRG: the first
    line bears the amount.
    """
    asked = services_of_claim(
        claim, tables, locality=locality, participating=participating, qpp=qpp, given=given
    )
    if any(service.bill == "inpatient" for _, service, _ in asked):
        return [PricedLine(*one) for one in _price_stay(claim, asked, tables)]
    answers = iter(price_services([service for _, service, reason in asked if reason is None], tables))
    return [
        PricedLine(number, service, next(answers) if reason is None else reason)
        for number, service, reason in asked
    ]


def services_of_claim(
    claim: Claim,
    tables: Tables,
    *,
    locality: str = "",
    participating: bool = True,
    qpp: bool = False,
    given: Mapping[str, str] = MappingProxyType({}),
) -> list[tuple[int, Service, NotPriced | None]]:
    """Return the lines of a claim as services, by number, with the reason where one cannot be priced."""
    asked: list[tuple[int, Service, NotPriced | None]] = []
    for number, line in enumerate(claim.lines, 1):
        service, reason = _service(claim, line, tables, locality)
        taken = participating and claim.assignment != _NOT_ASSIGNED
        said = MappingProxyType({**given_of_line(claim, line), **given})
        service = msgspec.structs.replace(service, participating=taken, qpp=qpp, given=said)
        asked.append((number, service, reason))
    return asked


def _price_stay(
    claim: Claim, asked: Sequence[tuple[int, Service, NotPriced | None]], tables: Tables
) -> Iterator[tuple[int, Service, Priced | NotPriced]]:
    number, first, _ = asked[0]
    stay = stay_of_claim(claim, first)
    answer = stay if isinstance(stay, NotPriced) else price_services([stay], tables)[0]
    yield number, first if isinstance(stay, NotPriced) else stay, answer
    for number, service, _ in asked[1:]:
        if isinstance(answer, NotPriced):
            yield number, service, answer
        else:
            lines = (f"Paid with the stay, line {asked[0][0]}.", "Nothing more: 0 = 0")
            yield number, service, Priced(ZERO, lines, answer.release)


def setting_of(place: str, on: date, tables: Tables) -> str:
    """Return facility or nonfacility for a place of service; raises :class:`Unpriced` when unknown."""
    settings = rates.table(tables.parameters, _PLACES, on)
    found = settings.get(place)
    if found is None:
        what = f"The place of service {place!r} has no known setting." if place else "No place of service."
        raise Unpriced(what, "setting")
    return found


def _service(
    claim: Claim, line: ServiceLine, tables: Tables, locality: str
) -> tuple[Service, NotPriced | None]:
    dates = line.dates or claim.service_dates
    on = dates.start if dates else date.min
    units = Decimal(1) if line.units is None else line.units
    minutes = None
    if line.unit == _MINUTES:
        minutes, units = int(units), Decimal(1)
    service = Service(
        code=line.code.strip().upper(),
        on=on,
        modifiers=tuple(one.strip().upper() for one in line.modifiers if one.strip()),
        units=units,
        locality=locality,
        place=line.place_of_service or claim.place_of_service,
        charge=None if line.charge is None else money(line.charge),
        minutes=minutes,
        claim=claim.patient_control_number,
        group=claim.billing_provider.npi,
    )
    if dates is None:
        return service, NotPriced("The line has no date of service.", "missing")
    if claim.claim_type == "dental":
        return service, NotPriced("Dental claims are not priced: no methodology here pays them.", "code")
    try:
        bill = _bill(claim, on, tables)
        provider = _provider(claim, line, on, tables)
        service = msgspec.structs.replace(service, bill=bill, provider=provider)
        if bill != "professional":
            return service, None
        service = msgspec.structs.replace(service, setting=setting_of(service.place, on, tables))
        if not locality:
            where = locality_of_zip(tables, _zip(claim, line, service.place), on)
            service = msgspec.structs.replace(service, locality=where)
    except Unpriced as reason:
        return service, reason.answer
    return service, None


def _bill(claim: Claim, on: date, tables: Tables) -> str:
    if claim.claim_type == "professional":
        path = f"{PHYSICIAN}.surgery_center_taxonomies"
        centers = tables.parameters.at(path, on)
        known = () if isinstance(centers, NotKnown) or not isinstance(centers, Sequence) else centers
        return "ambulatory_surgery" if claim.billing_provider.taxonomy in known else "professional"
    kind = claim.institutional.facility_type if claim.institutional else ""
    return "inpatient" if kind in _INPATIENT_BILLS else "outpatient"


def _provider(claim: Claim, line: ServiceLine, on: date, tables: Tables) -> str:
    """Return the kind of whoever rendered the line, by the longest beginning of the taxonomy."""
    rendering = line.providers.rendering or claim.rendering or claim.billing_provider
    kinds = rates.table(tables.parameters, f"{PHYSICIAN}.provider_of_taxonomy", on)
    fitting = [one for one in kinds if rendering.taxonomy.startswith(one)]
    return kinds[max(fitting, key=len)] if fitting else "physician"


def _zip(claim: Claim, line: ServiceLine, place: str) -> str:
    """Return the ZIP code of where the service was done: home, facility, else the billing provider's."""
    for address in _addresses(claim, line, place):
        if address is not None and address.zip_code.strip():
            return address.zip_code
    return ""


def _addresses(claim: Claim, line: ServiceLine, place: str) -> Iterator[Address | None]:
    if place == HOME:
        yield claim.patient.address or claim.subscriber.address
    for provider in (line.providers.facility, claim.facility, claim.billing_provider):
        if provider is not None:
            yield provider.address
