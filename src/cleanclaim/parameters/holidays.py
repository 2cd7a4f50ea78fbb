"""Federal holidays, for deadlines whose last day moves to the next working day.

The days are those of 5 U.S.C. 6103(a), observed on the Friday before when they fall on a
Saturday and the Monday after when they fall on a Sunday (both unverified here: the section was
not opened). Inauguration Day is left out: it concerns the Washington area only.
"""

from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1, 1870), (6, 19, 2021), (7, 4, 1870), (11, 11, 1978), (12, 25, 1870))
"""Month, day, first year."""

_MONDAY, _THURSDAY = 0, 3
_FLOATING = ((1, _MONDAY, 3), (2, _MONDAY, 3), (9, _MONDAY, 1), (10, _MONDAY, 2), (11, _THURSDAY, 4))
"""Month, weekday, which one of the month. Memorial Day, the last Monday of May, is apart."""


def is_working_day(day: date) -> bool:
    """Return whether a day is neither on a weekend nor a federal holiday as observed."""
    return day.weekday() < 5 and day not in federal_holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, else the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


@cache
def federal_holidays(year: int) -> frozenset[date]:
    """Return the days on which federal holidays are observed in a year."""
    days = {_nth(year, month, weekday, which) for month, weekday, which in _FLOATING}
    last_of_may = date(year, 5, 31)
    days.add(last_of_may - timedelta(days=last_of_may.weekday()))
    # The next year's New Year's Day is observed on December 31 when it is a Saturday.
    fixed = [date(year, month, day) for month, day, since in _FIXED if year >= since]
    days.update(_observed(day) for day in (*fixed, date(year + 1, 1, 1)))
    return frozenset(day for day in days if day.year == year)


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))


def _observed(day: date) -> date:
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
