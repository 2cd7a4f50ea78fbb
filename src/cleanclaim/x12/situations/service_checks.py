"""More checks of claims: quantities, amounts, days, codes that come twice."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from cleanclaim.x12.blocks import Placed
from cleanclaim.x12.elements import is_date
from cleanclaim.x12.situations.checks import Check, Found
from cleanclaim.x12.situations.scopes import Scope
from cleanclaim.x12.sums import amount

_QUANTITIES = (("SV1", 4, 2), ("SV2", 5, 3), ("SV3", 6, 2))
"""Segments of lines with the places of their quantity and their charge."""

_EARLIER = frozenset({"304", "454", "455", "471", "484"})
_PROCEDURES = frozenset({"BBR", "BR", "CAH", "BBQ", "BQ"})
_PRINCIPAL = frozenset({"ABK", "BK"})
_OTHER = frozenset({"ABF", "BF"})
_ONCE = frozenset({"BE", "BG", "BH"})
_FACILITIES = ("2310C", "2310E")
_STILL_PATIENT = "30"
_WINDOW = timedelta(days=3)


def quantities_of_nothing(scope: Scope) -> Iterator[Found]:
    """A line with a charge has a quantity of zero."""
    for segment, quantity, charge in _QUANTITIES:
        for one in scope.find("2400", segment):
            text = one.get(quantity)
            if text and not text.strip("0.") and one.get(charge).strip("0."):
                yield Found(one, quantity, 0, text)


def quantities_below_zero(scope: Scope) -> Iterator[Found]:
    """A quantity of a line or of a drug is below zero."""
    for segment, quantity, _ in _QUANTITIES:
        for one in scope.find("2400", segment):
            if one.get(quantity).startswith("-"):
                yield Found(one, quantity, 0, one.get(quantity))
    for one in scope.find("2410", "CTP"):
        if one.get(4).startswith("-"):
            yield Found(one, 4, 0, one.get(4))


def patients_amounts_above_charge(scope: Scope) -> Iterator[Found]:
    """What the patient paid, or is estimated to owe, is more than the claim's charge."""
    for one in scope.find("2300", "AMT"):
        if one.get(1) in ("F5", "F3"):
            own = amount(one.parts, 2)
            for claim in scope.find("2300", "CLM"):
                charge = amount(claim.parts, 2)
                if own is not None and charge is not None and own > charge:
                    yield Found(one, 2, 0, one.get(2))


def earlier_events_after_service(scope: Scope) -> Iterator[Found]:
    """Something that comes before a service is dated after every service of the claim."""
    for one in scope.find("2300", "DTP"):
        if one.get(1) in _EARLIER and is_date(one.get(3)):
            days = [line.get(3)[-8:] for line in scope.find("2400", "DTP") if line.get(1) == "472"]
            days = [day for day in days if is_date(day)]
            if days and one.get(3) > max(days):
                yield Found(one, 3, 0, one.get(3))


def facility_as_billing(scope: Scope) -> Iterator[Found]:
    """The service facility has the NPI and the street of the billing provider."""
    for loop in _FACILITIES:
        for one in scope.find(loop, "NM1"):
            number = one.get(9)
            alike = number and any(number == other.get(9) for other in scope.around("2010AA", "NM1"))
            streets = {street.get(1) for street in scope.find(loop, "N3")}
            if alike and streets == {street.get(1) for street in scope.around("2010AA", "N3")}:
                yield Found(one, 9, 0, number)


def other_payers_of_one_id(scope: Scope) -> Iterator[Found]:
    """Two other payers, on whose lines' decisions the claim tells, have the same id."""
    if not scope.of("SVD"):
        return
    seen: set[str] = set()
    for one in scope.find("2330B", "NM1"):
        if one.get(9) in seen:
            yield Found(one, 9, 0, one.get(9))
        seen.add(one.get(9))


def _coded(scope: Scope, qualifiers: frozenset[str]) -> Iterator[tuple[Placed, int, list[str]]]:
    """Yield each code of HI segments with these qualifiers: segment, element, components."""
    for one in scope.find("2300", "HI"):
        for number, value in enumerate(one.parts[1:], 1):
            parts = value.split(scope.mark)
            if len(parts) > 1 and parts[0] in qualifiers:
                yield one, number, parts


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    return date(int(text[:4]), int(text[4:6]), int(text[6:])) if len(text) == 8 and is_date(text) else None


def _statement(scope: Scope) -> tuple[date | None, date | None]:
    for one in scope.find("2300", "DTP"):
        if one.get(1) == "434":
            first, _, last = one.get(3).partition("-")
            return _day(first), _day(last or first)
    return None, None


def procedures_after_statement(scope: Scope) -> Iterator[Found]:
    """A procedure is dated after the statement's last day."""
    _, last = _statement(scope)
    for one, number, parts in _coded(scope, _PROCEDURES) if last else ():
        day = _day(parts[3]) if len(parts) > 3 else None
        if day is not None and last is not None and day > last:
            yield Found(one, number, 4, parts[3])


def procedures_before_statement(scope: Scope) -> Iterator[Found]:
    """A procedure is dated more than three days before the statement's first day."""
    first, _ = _statement(scope)
    for one, number, parts in _coded(scope, _PROCEDURES) if first else ():
        day = _day(parts[3]) if len(parts) > 3 else None
        if day is not None and first is not None and day < first - _WINDOW:
            yield Found(one, number, 4, parts[3])


def spans_reversed(scope: Scope) -> Iterator[Found]:
    """An occurrence span ends before it begins."""
    for one, number, parts in _coded(scope, frozenset({"BI"})):
        first, _, last = (parts[3] if len(parts) > 3 else "").partition("-")
        if is_date(first) and is_date(last) and last < first:
            yield Found(one, number, 4, parts[3])


def codes_twice(scope: Scope) -> Iterator[Found]:
    """A condition, value or occurrence code comes twice (an occurrence: with the same day)."""
    seen: set[tuple[str, ...]] = set()
    for one, number, parts in _coded(scope, _ONCE):
        key = tuple(parts[:4]) if parts[0] == "BH" else tuple(parts[:2])
        if key in seen:
            yield Found(one, number, 2, parts[1])
        seen.add(key)


def principal_diagnosis_repeated(scope: Scope) -> Iterator[Found]:
    """The principal diagnosis is among the others too."""
    principal = {parts[1] for _, _, parts in _coded(scope, _PRINCIPAL)}
    for one, number, parts in _coded(scope, _OTHER):
        if parts[1] in principal:
            yield Found(one, number, 2, parts[1])


def noncovered_above_charge(scope: Scope) -> Iterator[Found]:
    """A line's non-covered charge is more than its charge."""
    for one in scope.find("2400", "SV2"):
        if one.get(7):
            charge, noncovered = amount(one.parts, 3), amount(one.parts, 7)
            if charge is not None and noncovered is not None and noncovered > charge:
                yield Found(one, 7, 0, one.get(7))


def covered_days_differ(scope: Scope) -> Iterator[Found]:
    """Value codes 80 and 81 do not add up to the statement's days.

    The last day counts while the patient is still there. Nothing is told of a claim without 80.
    """
    first, last = _statement(scope)
    days: Decimal | None = None
    place: Found | None = None
    for one, number, parts in _coded(scope, frozenset({"BE"})):
        if parts[1] in ("80", "81") and len(parts) > 4:
            more = amount(parts, 4)
            if more is None:
                return
            days = (days or Decimal(0)) + more
            if parts[1] == "80":
                place = Found(one, number, 5, parts[4])
    if days is None or place is None or first is None or last is None:
        return
    stays = any(one.get(3) == _STILL_PATIENT for one in scope.find("2300", "CL1"))
    stay = (last - first).days + stays
    if days != max(stay, 1):
        yield place


SERVICE_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "quantities-of-nothing": quantities_of_nothing,
        "quantities-below-zero": quantities_below_zero,
        "patients-amounts-above-charge": patients_amounts_above_charge,
        "earlier-events-after-service": earlier_events_after_service,
        "facility-as-billing": facility_as_billing,
        "other-payers-of-one-id": other_payers_of_one_id,
        "procedures-after-statement": procedures_after_statement,
        "procedures-before-statement": procedures_before_statement,
        "spans-reversed": spans_reversed,
        "codes-twice": codes_twice,
        "principal-diagnosis-repeated": principal_diagnosis_repeated,
        "noncovered-above-charge": noncovered_above_charge,
        "covered-days-differ": covered_days_differ,
    }
)
