"""Federal holidays, for deadlines whose last day moves to the next working day.

The days themselves are parameters (``federal.holidays``); here is only how they are observed: on
the Friday before when they fall on a Saturday, on the Monday after when they fall on a Sunday.
"""

import calendar
from datetime import date, timedelta
from functools import cache, lru_cache

from cleanclaim.parameters.loading import shipped_parameters

_FIXED = "federal.holidays.fixed"
_WEEKDAYS = "federal.holidays.weekday_of_month"
_LAST = 9


def is_working_day(day: date) -> bool:
    """Return whether a day is neither on a weekend nor a federal holiday as observed."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


@lru_cache(maxsize=4096)
def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, else the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Return the days on which federal holidays are observed in a year.

    Years before the first list on record have none.
    """
    days = {_on_weekday(year, item) for item in _listed(_WEEKDAYS, year)}
    # The next year's New Year's Day is observed on December 31 when it is a Saturday.
    for in_year in (year, year + 1):
        days.update(_observed(_fixed(in_year, item)) for item in _listed(_FIXED, in_year))
    return frozenset(day for day in days if day.year == year)


def _listed(path: str, year: int) -> tuple[str, ...]:
    """Return the list in force at the end of a year: a holiday counts from the year of its making."""
    found = shipped_parameters().at(path, date(year, 12, 31))
    return found if isinstance(found, tuple) else ()


def _fixed(year: int, text: str) -> date:
    month, day = text.split("-")
    return date(year, int(month), int(day))


def _on_weekday(year: int, text: str) -> date:
    month, weekday, which = (int(part) for part in text.split("-"))
    if which == _LAST:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))


def _observed(day: date) -> date:
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
