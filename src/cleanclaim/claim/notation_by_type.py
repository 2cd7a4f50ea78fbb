"""Clauses of the claim notation that change what only institutional, or only dental, claims have."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

import msgspec

from cleanclaim.claim.lines import Tooth
from cleanclaim.claim.model import CodedDate, DentalDetails, InstitutionalDetails, ValueCode
from cleanclaim.primitives import DateRange, InvalidValue, money, parse_iso

_replace = msgspec.structs.replace


def days_of(text: str) -> DateRange:
    """Return the day, or the days ``first..last``, that a clause names."""
    first, _, last = text.partition("..")
    start = parse_iso(first)
    return DateRange(start, parse_iso(last) if last else start)


def _items(rest: str, separator: str, clause: str) -> list[str]:
    items = [part.strip() for part in rest.split(separator) if part.strip()]
    if not items:
        raise InvalidValue(f"the clause {clause!r} ends too early.")
    return items


def _coded(clause: str) -> Callable[[str], tuple[CodedDate, ...]]:
    """Return the reader of ``CODE on DATE | CODE on DATE..DATE``."""

    def read(rest: str) -> tuple[CodedDate, ...]:
        found = []
        for part in _items(rest, "|", clause):
            code, _, days = part.partition(" on ")
            found.append(CodedDate(code.strip().upper(), days_of(days.strip()) if days else None))
        return tuple(found)

    return read


def _admitted(details: InstitutionalDetails, rest: str) -> InstitutionalDetails:
    day, _, hour = _items(rest, ";", "admitted")[0].partition(" ")
    return _replace(details, admission_date=parse_iso(day), admission_hour=hour.strip())


def _discharged(details: InstitutionalDetails, rest: str) -> InstitutionalDetails:
    hour, _, status = _items(rest, ";", "discharged")[0].partition(" status ")
    status = status.strip() or details.patient_status
    return _replace(details, discharge_hour=hour.strip(), patient_status=status)


def _values(details: InstitutionalDetails, rest: str) -> InstitutionalDetails:
    found = []
    for part in _items(rest, ",", "values"):
        code, _, amount = part.partition(" ")
        found.append(ValueCode(code.upper(), money(amount.strip())))
    return _replace(details, values=tuple(found))


def _conditions(details: InstitutionalDetails, rest: str) -> InstitutionalDetails:
    return _replace(details, conditions=tuple(code.upper() for code in _items(rest, ",", "conditions")))


INSTITUTIONAL: Mapping[str, Callable[[InstitutionalDetails, str], InstitutionalDetails]] = MappingProxyType(
    {
        "admitted": _admitted,
        "discharged": _discharged,
        "procedures": lambda details, rest: _replace(details, procedures=_coded("procedures")(rest)),
        "occurrences": lambda details, rest: _replace(details, occurrences=_coded("occurrences")(rest)),
        "spans": lambda details, rest: _replace(details, occurrence_spans=_coded("spans")(rest)),
        "values": _values,
        "conditions": _conditions,
        "drg": lambda details, rest: _replace(details, drg=rest),
    }
)
"""Clause to what it does to institutional details."""


def _months(text: str) -> Decimal:
    try:
        months = Decimal(text.strip())
    except InvalidOperation:
        months = Decimal("NaN")
    if not months.is_finite():
        raise InvalidValue(f"{text.strip()!r} is not a number of months.", fix="Write: 24 remaining 11.")
    return months


def _orthodontics(details: DentalDetails, rest: str) -> DentalDetails:
    total, _, remaining = rest.partition("remaining")
    return _replace(
        details,
        orthodontic_months_total=_months(total),
        orthodontic_months_remaining=_months(remaining) if remaining.strip() else None,
    )


def _missing(details: DentalDetails, rest: str) -> DentalDetails:
    return _replace(details, missing_teeth=tuple(Tooth(n) for n in _items(rest, ",", "missing")))


def _predetermination(details: DentalDetails, rest: str) -> DentalDetails:
    return _replace(details, predetermination=True, predetermination_number=rest)


DENTAL: Mapping[str, Callable[[DentalDetails, str], DentalDetails]] = MappingProxyType(
    {"orthodontics": _orthodontics, "missing": _missing, "predetermination": _predetermination}
)
"""Clause to what it does to dental details."""
