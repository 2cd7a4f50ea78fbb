"""Overpayments: the 60-day clock with its suspension, and a payer's recoupment."""

from datetime import date, timedelta

import msgspec

from cleanclaim.parameters.deadlines import Deadline, add_time, reckon, terms_at
from cleanclaim.parameters.values import NotKnown, Parameters
from cleanclaim.primitives import InvalidValue

_ROOT = "federal.overpayments"


def overpayment_deadline(
    parameters: Parameters,
    payer_kind: str,
    identified: date,
    *,
    investigation_began: date | None = None,
    investigation_ended: date | None = None,
) -> Deadline | NotKnown:
    """Return the last day to report and return an overpayment that was identified on a day.

    A timely good-faith investigation of related overpayments suspends the clock from its first
    day to its end, or to the longest suspension after identification, whichever is first; then
    the days that were left run on. While it goes on (no end given) the answer takes the longest
    suspension. Raises ``InvalidValue`` for an investigation before identification, one that began
    after the clock had run out, or one that ended before it began.
    """
    path = f"{_ROOT}.{payer_kind}.report_and_return"
    found = terms_at(parameters, path, identified)
    if isinstance(found, NotKnown):
        return found
    terms, sources = found
    plain = reckon(terms, identified, sources=sources)
    if investigation_began is None:
        return plain
    limit_path = f"{_ROOT}.{payer_kind}.longest_suspension"
    limit = parameters.at(limit_path, identified)
    if isinstance(limit, NotKnown):
        return limit
    if not isinstance(limit, int):
        return NotKnown(limit_path, identified, f"{limit_path} is not a number of days")
    if not identified <= investigation_began <= plain.last_day:
        raise InvalidValue(
            f"The investigation began on {investigation_began}, outside {identified} to {plain.last_day}.",
            fix="Only one that begins while the clock runs suspends it.",
        )
    if investigation_ended is not None and investigation_ended < investigation_began:
        raise InvalidValue(f"The investigation cannot have ended on {investigation_ended}, before it began.")
    longest = identified + timedelta(days=limit)
    resumes = longest if investigation_ended is None else min(investigation_ended, longest)
    left = (plain.last_day - investigation_began).days
    last = max(plain.last_day, resumes + timedelta(days=left))
    parameter = parameters.get(limit_path)
    steps = (
        *plain.steps,
        f"Investigated since {investigation_began}: the clock stands still with {left} days left.",
        f"It does so until the investigation ends, on {longest} at the latest.",
        f"The clock resumes on {resumes} and runs out on {last}.",
    )
    return Deadline(last, steps, plain.filed_when, (*sources, *(parameter.references if parameter else ())))


def look_back_day(parameters: Parameters, payer_kind: str, identified: date) -> date | NotKnown:
    """Return the first day of receipt for which an overpayment identified on a day must be returned."""
    path = f"{_ROOT}.{payer_kind}.look_back"
    years = parameters.at(path, identified)
    if isinstance(years, NotKnown):
        return years
    if not isinstance(years, int):
        return NotKnown(path, identified, f"{path} is not a number of years")
    return add_time(identified, calendar_years=-years)


class Recoupment(msgspec.Struct, frozen=True):
    """What a demand letter sets in motion.

    ``rebuttal``: until when to say why it should not take effect. ``redetermination``: until when to
    appeal so that nothing is recouped meanwhile. ``interest_begins`` and ``begins``: the first days
    on which interest accrues and on which money may be taken.
    """

    rebuttal: Deadline
    redetermination: Deadline | NotKnown
    interest_begins: date | NotKnown
    begins: date | NotKnown


def recoupment(parameters: Parameters, payer_kind: str, demand: date) -> Recoupment | NotKnown:
    """Return what a demand letter of a day sets in motion with a kind of payer."""
    rebuttal = _deadline(parameters, payer_kind, "rebuttal", demand)
    if isinstance(rebuttal, NotKnown):
        return rebuttal
    return Recoupment(
        rebuttal,
        _deadline(parameters, payer_kind, "redetermination_that_stops_recoupment", demand),
        _day(parameters, payer_kind, "interest_begins", demand),
        _day(parameters, payer_kind, "recoupment_begins", demand),
    )


def reconsideration_that_stops_recoupment(
    parameters: Parameters, payer_kind: str, redetermined: date
) -> Deadline | NotKnown:
    """Return until when a redetermination of a day must be appealed so that nothing is recouped."""
    return _deadline(parameters, payer_kind, "reconsideration_that_stops_recoupment", redetermined)


def _deadline(parameters: Parameters, payer_kind: str, name: str, start: date) -> Deadline | NotKnown:
    found = terms_at(parameters, f"{_ROOT}.{payer_kind}.{name}", start)
    if isinstance(found, NotKnown):
        return found
    terms, sources = found
    return reckon(terms, start, sources=sources)


def _day(parameters: Parameters, payer_kind: str, name: str, start: date) -> date | NotKnown:
    path = f"{_ROOT}.{payer_kind}.{name}"
    days = parameters.at(path, start)
    if isinstance(days, NotKnown):
        return days
    if not isinstance(days, int):
        return NotKnown(path, start, f"{path} is not a number of days")
    return start + timedelta(days=days)
