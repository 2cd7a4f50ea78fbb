"""Mistakes in the days of service."""

from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from cleanclaim.claim import ServiceLine
from cleanclaim.x12 import Row
from tests.simulator.planted.planting import Catalogue, Writer, put, where, without

mistake = Catalogue()
_replace = msgspec.structs.replace


def _dates(writer: Writer, change: Callable[[Row], Row]) -> None:
    writer.spoils("line_rows", where("DTP", change))


@mistake("visit", "999 DTP01")
def date_of_service_has_the_qualifier_of_a_statement(writer: Writer) -> None:
    """DTP 434, as in institutional claims."""
    _dates(writer, lambda row: put(row, "434", at=1))


@mistake("visit", "999 DTP")
def date_of_service_is_left_out(writer: Writer) -> None:
    """No DTP 472."""
    writer.spoils("line_rows", without("DTP", "472"))


@mistake("visit", "999 DTP03")
def date_of_service_has_two_digits_for_the_year(writer: Writer) -> None:
    """251201."""
    _dates(writer, lambda row: put(row, row[3][2:], at=3))


@mistake("visit", "999 DTP03")
def date_of_service_is_written_as_iso(writer: Writer) -> None:
    """2025-12-01."""
    _dates(writer, lambda row: put(row, f"{row[3][:4]}-{row[3][4:6]}-{row[3][6:]}", at=3))


@mistake("visit", "999 DTP03")
def single_day_is_called_a_range(writer: Writer) -> None:
    """RD8 with one date."""
    _dates(writer, lambda row: put(row, "RD8", at=2))


@mistake("visit", "999 DTP03")
def range_is_called_a_single_day(writer: Writer) -> None:
    """D8 with two dates."""
    _dates(writer, lambda row: put(row, f"{row[3]}-{row[3]}", at=3))


@mistake("visit", "277CA A7:187")
def range_ends_before_it_begins(writer: Writer) -> None:
    """RD8 with the end first."""
    _dates(writer, lambda row: put(row, "RD8", "20251202-20251201", at=2))


@mistake("visit", "835 CO-29")
def year_is_the_one_before(writer: Writer) -> None:
    """The year comes from a template: last year's, long past the filing limit."""
    _dates(writer, lambda row: put(row, f"{int(row[3]) - 10000}", at=3))


@mistake("visit", "277CA A7:187")
def date_of_service_is_the_birth_date(writer: Writer) -> None:
    """The wrong variable."""
    _dates(writer, lambda row: put(row, "19670311", at=3))


@mistake("visit", "999 DTP")
def date_of_service_is_written_twice(writer: Writer) -> None:
    """DTP 472 for the first day and again for the last."""
    writer.spoils(
        "line_rows", lambda rows, *_: [row for row in rows for _ in range(2 if row[0] == "DTP" else 1)]
    )


@mistake("visit", "999 DTP03")
def month_is_the_minute(writer: Writer) -> None:
    """strftime %Y%M%d: the month is 00."""
    writer.sets("day_text", lambda day: "" if day is None else f"{day:%Y%M%d}")


@mistake("end of year", "277CA A7:510")
def year_is_that_of_the_iso_week(writer: Writer) -> None:
    """strftime %G%m%d: the end of December falls into the next year."""
    writer.sets("day_text", lambda day: "" if day is None else f"{day:%G%m%d}")


@mistake("same day", "277CA A7:510")
def days_are_shifted_by_the_time_zone(writer: Writer) -> None:
    """Local midnight was converted: every day is the next one, today's services are tomorrow's."""

    def shifted(line: ServiceLine) -> ServiceLine:
        dates = line.dates
        assert dates is not None
        moved = _replace(dates, start=_next(dates.start), end=_next(dates.end))
        return _replace(line, dates=moved)

    writer.feeds("line_rows", shifted)


def _next(day: date) -> date:
    return day + timedelta(days=1)
