"""Deadlines: the terms that a rule sets, and the last day that they come to."""

import calendar
from datetime import date, timedelta

import msgspec

from cleanclaim.parameters.holidays import next_working_day
from cleanclaim.parameters.terms import DeadlineTerms
from cleanclaim.parameters.values import NotKnown, Parameters
from cleanclaim.primitives import Citation, ConfigurationError, InvalidValue


class Deadline(msgspec.Struct, frozen=True):
    """The last day, how it was reckoned (one sentence a step), and on whose authority."""

    last_day: date
    steps: tuple[str, ...]
    filed_when: str
    sources: tuple[Citation, ...] = ()

    @property
    def verified(self) -> bool:
        """Whether somebody has opened every section that this rests on."""
        return bool(self.sources) and all(source.verified for source in self.sources)


def reckon(
    terms: DeadlineTerms,
    start: date,
    *,
    received: date | None = None,
    sources: tuple[Citation, ...] = (),
) -> Deadline:
    """Return the deadline that terms set from the date of a decision, notice or discovery.

    ``received`` is the day on which the notice arrived, where there is evidence of it; without it
    receipt is presumed. Raises ``InvalidValue`` when it lies before the notice.
    """
    if received is not None and received < start:
        raise InvalidValue(f"The notice of {start} cannot have been received on {received}.")
    steps = [f"{_EVENTS[terms.counts_from]} {start}."]
    begins = start
    if terms.counts_from == "receipt":
        if received is not None:
            begins = received
            steps.append(f"Received on {received}, as there is evidence.")
        elif terms.presumed_receipt_days:
            begins = start + timedelta(days=terms.presumed_receipt_days)
            steps.append(f"Receipt is presumed {terms.presumed_receipt_days} days later, on {begins}.")
    last = add_time(begins, days=terms.days, months=terms.months, calendar_years=terms.calendar_years)
    steps.append(f"{_length(terms)} from {begins} end on {last}.")
    if terms.moves_to_working_day and next_working_day(last) != last:
        last = next_working_day(last)
        steps.append(f"No federal office works that day: the next working day is {last}.")
    return Deadline(last, tuple(steps), terms.filed_when, sources)


def add_time(start: date, *, days: int = 0, months: int = 0, calendar_years: int = 0) -> date:
    """Return the day so many days, months or years later.

    A day that the target month does not have (February 29, the 31st) becomes its last day.
    """
    months += 12 * calendar_years
    if not months:
        return start + timedelta(days=days)
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    length = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(start.day, length)) + timedelta(days=days)


def terms_at(
    parameters: Parameters, path: str, on: date
) -> tuple[DeadlineTerms, tuple[Citation, ...]] | NotKnown:
    """Return the terms of a deadline parameter in force on a day, with their sources."""
    value = parameters.at(path, on)
    if isinstance(value, NotKnown):
        return value
    if not isinstance(value, DeadlineTerms):
        raise ConfigurationError(f"the parameter {path} is not a deadline.")
    parameter = parameters.get(path)
    return value, parameter.references if parameter else ()


_EVENTS = {
    "receipt": "The notice is dated",
    "decision": "The decision is dated",
    "identification": "Identified on",
}


def _length(terms: DeadlineTerms) -> str:
    for number, unit in (
        (terms.days, "day"),
        (terms.months, "month"),
        (terms.calendar_years, "calendar year"),
    ):
        if number:
            return f"{number} {unit}{'s' * (number != 1)}"
    raise ConfigurationError("a deadline has no length.")
