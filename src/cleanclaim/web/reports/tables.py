"""Tables to take away: as CSV for programs, as a workbook for people."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

import msgspec
from xlsxwriter import Workbook

from cleanclaim.web.reports import selectors
from cleanclaim.web.reports.money import BUCKETS

Table = tuple[Sequence[str], Iterable[Sequence[object]]]
_WIDEST = 40
_CALCULATED = ("=", "+", "-", "@")


class Shown(msgspec.Struct, frozen=True):
    """What is looked at: whose practices, and from when to when."""

    practices: frozenset[UUID]
    practice: str
    days: int
    first: date
    last: date


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> tuple[bytes, str]:
    """Return a table as CSV, and what kind of content that is."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heading)
    writer.writerows([_text(one) for one in row] for row in rows)
    return out.getvalue().encode(), "text/csv; charset=utf-8"


def as_workbook(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> tuple[bytes, str]:
    """Return a table as a workbook with its numbers as numbers, and what kind of content that is."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet("cleanclaim"), book.add_format({"bold": True})
    sheet.write_row(0, 0, heading, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heading) - 1, min(max(map(len, heading)) + 2, _WIDEST))
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            if isinstance(value, (Decimal, int)):
                sheet.write_number(number, place, float(value))
            elif value is not None:
                sheet.write_string(number, place, str(value))
    book.close()
    return out.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


FORMS: Mapping[str, Callable[[Sequence[str], Iterable[Sequence[object]]], tuple[bytes, str]]] = (
    MappingProxyType({"csv": as_csv, "xlsx": as_workbook})
)
"""The forms in which a table is given, by the ends of their files."""


def _measures(shown: Shown) -> Table:
    rows = selectors.readings(shown.practices, shown.first, shown.last)
    days = (shown.first, shown.last)
    return (
        ("measure", "from", "to", "value", "unit", "numerator", "denominator", "formula"),
        ((one.name, *days, one.value, one.unit, one.numerator, one.denominator, one.formula) for one in rows),
    )


def _aging(shown: Shown) -> Table:
    ages = [f"days {name}" for name, _ in BUCKETS]
    rows = selectors.aging(shown.practices, shown.last)
    return (
        ("payer", "day", *ages, "owed", "credits"),
        ((one.payer, shown.last, *one.ages, one.total, one.credit) for one in rows),
    )


def _denials(shown: Shown) -> Table:
    rows = selectors.denials(shown.practices, shown.first, shown.last)
    return (
        ("code", "from", "to", "amount", "cases", "share", "share with those above"),
        ((one.code, shown.first, shown.last, one.amount, one.cases, one.share, one.together) for one in rows),
    )


def _payers(shown: Shown) -> Table:
    rows = selectors.payers(shown.practices, shown.first, shown.last)
    return (
        ("payer", "from", "to", "charges", "paid", "claims decided", "denied", "first pass", "days"),
        (
            (
                one.payer,
                shown.first,
                shown.last,
                one.charges,
                one.paid,
                one.decided,
                one.denied,
                one.first_pass,
                one.days,
            )
            for one in rows
        ),
    )


def _forecast(shown: Shown) -> Table:
    rows = selectors.forecast(shown.practices, shown.last)
    return ("week", "may come", "claims"), rows


TABLES: Mapping[str, Callable[[Shown], Table]] = MappingProxyType(
    {
        "measures": _measures,
        "aging": _aging,
        "denials": _denials,
        "payers": _payers,
        "forecast": _forecast,
    }
)
"""The tables by the names in their addresses."""


def _text(value: object) -> object:
    """Return a cell of an export; a text that a spreadsheet would calculate is kept a text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    if isinstance(value, str) and value.startswith(_CALCULATED):
        return f"'{value}"
    return value
