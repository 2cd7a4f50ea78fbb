"""Timely filing: until which day a payer takes a claim."""

from datetime import date

import msgspec

from cleanclaim.parameters.deadlines import add_time
from cleanclaim.parameters.holidays import next_working_day
from cleanclaim.parameters.payer_files import payer_root
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


def filing_limit(
    parameters: Parameters, payer_kind: str, on: date, *, payer_id: str = ""
) -> FilingLimit | NotKnown:
    """Return the limit that a payer's file sets (``filing_days``), else federal rules for its kind.

    For kinds other than medicare and medicaid without a file, and before the first date on
    record, the answer is :class:`NotKnown`: a commercial payer's limit is in its contract.
    """
    return limit_below(parameters, payer_kind, on, payer_root(parameters, payer_id, on))


def limit_below(parameters: Parameters, payer_kind: str, on: date, own: str) -> FilingLimit | NotKnown:
    """Return the same for a payer whose parameters stand below the path ``own``; empty: none do."""
    if own:
        days = parameters.at(f"{own}.filing_days", on)
        if isinstance(days, int):
            parameter = parameters.get(f"{own}.filing_days")
            stated = parameter.references if parameter else ()
            if parameter is not None and parameter.invented:
                stated = (Citation(f"{own}.filing_days (invented)", verified=False),)
            return FilingLimit(days=days, sources=stated)
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
    last = add_time(service_date, days=limit.days, months=limit.months, calendar_years=limit.calendar_years)
    return next_working_day(last) if limit.moves_to_working_day else last
