"""Timely filing: until which day a payer takes a claim."""

import calendar
from datetime import date, timedelta

import msgspec

from cleanclaim.parameters.holidays import next_working_day
from cleanclaim.parameters.values import NotKnown, Parameters
from cleanclaim.primitives import Citation


class FilingLimit(msgspec.Struct, frozen=True):
    """How long after the date of service a claim may be received.

    Exactly one of ``calendar_years``, ``months`` and ``days`` counts; ``moves_to_working_day``
    says what happens when the last day is on a weekend or federal holiday.
    """

    calendar_years: int = 0
    months: int = 0
    days: int = 0
    moves_to_working_day: bool = False
    sources: tuple[Citation, ...] = ()


def filing_limit(parameters: Parameters, payer_kind: str, on: date) -> FilingLimit | NotKnown:
    """Return the limit that federal rules set for a kind of payer (medicare, medicaid).

    For other kinds, and before the first date on record, the answer is :class:`NotKnown`:
    a commercial payer's limit is in its contract.
    """
    fields = {"medicare": "calendar_years", "medicaid": "months"}
    if payer_kind not in fields:
        path = f"federal.timely_filing.{payer_kind}"
        return NotKnown(
            path, on, f"no federal rule limits filing with a payer of the kind {payer_kind or 'unknown'}"
        )
    path = f"federal.timely_filing.{payer_kind}.{fields[payer_kind]}"
    value = parameters.at(path, on)
    if isinstance(value, NotKnown):
        return value
    parameter = parameters.get(path)
    sources = parameter.references if parameter else ()
    if not isinstance(value, int):
        return NotKnown(path, on, f"{path} is not a number of {fields[payer_kind]}")
    if payer_kind == "medicare":
        return FilingLimit(calendar_years=value, moves_to_working_day=True, sources=sources)
    return FilingLimit(months=value, sources=sources)


def last_filing_day(limit: FilingLimit, service_date: date) -> date:
    """Return the last day on which a claim for this date of service is received in time.

    A day that the target month does not have (February 29, the 31st) becomes its last day.
    """
    if limit.days:
        last = service_date + timedelta(days=limit.days)
    else:
        months = limit.months or 12 * limit.calendar_years
        year, month0 = divmod(service_date.year * 12 + service_date.month - 1 + months, 12)
        length = calendar.monthrange(year, month0 + 1)[1]
        last = date(year, month0 + 1, min(service_date.day, length))
    return next_working_day(last) if limit.moves_to_working_day else last
