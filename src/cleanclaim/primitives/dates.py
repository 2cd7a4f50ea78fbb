"""Dates of service and their ranges."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from cleanclaim.primitives.errors import InvalidValue

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DateRange(msgspec.Struct, frozen=True, order=True):
    """The days from ``start`` to ``end``, both included; ``end`` equals ``start`` for one day.

    Holds what was sent: an ``end`` before ``start`` is representable and is an edit's finding.
    """

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def overlaps(self, other: "DateRange") -> bool:
        """Return whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    @property
    def days(self) -> int:
        """The number of days, both ends counted; zero or less when the range is reversed."""
        return (self.end - self.start).days + 1

    def __iter__(self) -> Iterator[date]:
        for offset in range(self.days):
            yield self.start + timedelta(days=offset)


def one_day(day: date) -> DateRange:
    """Return the range of a single day."""
    return DateRange(day, day)


def parse_ccyymmdd(text: str) -> date:
    """Return the date that eight digits name (X12 qualifier D8).

    Raises ``InvalidValue`` for anything that is not a date of the calendar.
    """
    if len(text) == 8 and text.isascii() and text.isdigit():
        try:
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        except ValueError:
            pass
    raise InvalidValue(f"{text!r} is not a date of the form CCYYMMDD.")


def parse_iso(text: str) -> date:
    """Return the date that ``CCYY-MM-DD`` names; raises ``InvalidValue`` otherwise."""
    if _ISO.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise InvalidValue(f"{text!r} is not a date.", fix="Write it as 2025-12-31.")
