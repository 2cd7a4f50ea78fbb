"""The small things that writer and reader share: amounts, days, loops' names, rows in order."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from cleanclaim.claim import OtherSegment, Reference
from cleanclaim.primitives import DateRange, InvalidValue, money, one_day, parse_ccyymmdd
from cleanclaim.x12 import Row, composite

SEQUENCES = "PSTABCDEFGHU"
"""SBR01 in paying order, unknown last."""


def number_text(value: Decimal | int, where: str) -> str:
    """Return a number in its one written form: no superfluous zeros (``100``, ``100.5``, ``0.5``).

    Both forms of a number are legal X12 (type R); this is the one that is always written. Raises
    ``InvalidValue`` for what is not finite.
    """
    decimal = Decimal(value)
    if not decimal.is_finite():
        raise InvalidValue(f"{decimal} is not a number that can be sent.", where=where)
    text = format(decimal, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def optional_number(value: Decimal | None, where: str) -> str:
    """Return a number's text, or nothing for no number."""
    return "" if value is None else number_text(value, where)


def day_text(day: date | None) -> str:
    """Return a day as CCYYMMDD, or nothing for no day."""
    return "" if day is None else f"{day.year:04d}{day:%m%d}"


def dates_row(qualifier: str, dates: DateRange, *, always_range: bool = False) -> Row:
    """Return a DTP segment: format D8 for one day, RD8 for a range."""
    start, end = day_text(dates.start), day_text(dates.end)
    if start == end and not always_range:
        return ("DTP", qualifier, "D8", start)
    return ("DTP", qualifier, "RD8", f"{start}-{end}")


def day_row(qualifier: str, day: date | None) -> list[Row]:
    """Return the DTP segment of a day, none for no day."""
    return [] if day is None else [dates_row(qualifier, one_day(day))]


def reference_rows(references: Iterable[Reference]) -> list[Row]:
    """Return the REF segments of identifiers, in their order; an empty one is left out."""
    return [("REF", r.qualifier, r.value) for r in references if r.qualifier or r.value]


def optional_reference(qualifier: str, value: str) -> list[Row]:
    """Return the REF segment of an identifier, none when there is none."""
    return [("REF", qualifier, value)] if value else []


def other_rows(segments: Iterable[OtherSegment], loop: str) -> list[Row]:
    """Return the segments kept for a loop, ready to be written."""
    return [
        tuple(composite(*e) if isinstance(e, tuple) else e for e in segment.elements)
        for segment in segments
        if segment.loop == loop and segment.elements
    ]


def in_order(rows: Sequence[Row], order: Sequence[str]) -> list[Row]:
    """Return rows sorted by their segments' places in the guide; unknown ones last, empty ones not."""
    rank = {segment: index for index, segment in enumerate(order)}
    return sorted((row for row in rows if any(row[1:])), key=lambda row: rank.get(row[0], len(order)))


def procedure_text(qualifier: str, code: str, modifiers: Sequence[str], description: str = "") -> str:
    """Return a procedure composite; nothing for one without code, modifiers and description."""
    if not (code or any(modifiers) or description):
        return ""
    padding = [""] * (4 - len(modifiers)) if description else []
    return composite(qualifier, code, *modifiers, *padding, description)


def read_procedure(parts: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a procedure composite as ``ServiceLine`` names them; none when it is absent."""
    if not any(parts):
        return {}
    modifiers = list(parts[2:6])
    while modifiers and not modifiers[-1]:
        modifiers.pop()
    return {
        "code_qualifier": parts[0],
        "code": parts[1] if len(parts) > 1 else "",
        "modifiers": tuple(modifiers),
        "description": parts[6] if len(parts) > 6 else "",
    }


def pointers_of(parts: Sequence[str]) -> tuple[int, ...]:
    """Return diagnosis pointers; ``1.00`` is read as 1, what is no whole number left out."""
    numbers = (number_of(part) for part in parts)
    return tuple(int(number) for number in numbers if number is not None and number == int(number))


@lru_cache(maxsize=8192)
def number_of(text: str) -> Decimal | None:
    """Return the number that a file's text stands for, with two decimals where they suffice."""
    if not text:
        return None
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or "E" in text.upper() or "_" in text:
        return None
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -2 and abs(value) < Decimal("1e15"):
        return money(value)
    return value


@lru_cache(maxsize=8192)
def day_of(text: str) -> date | None:
    """Return the day of eight digits, or none."""
    try:
        return parse_ccyymmdd(text)
    except InvalidValue:
        return None


@lru_cache(maxsize=8192)
def dates_of(form: str, text: str) -> DateRange | None:
    """Return the days of a DTP segment in format D8 or RD8, or none when they cannot be read."""
    if form == "D8":
        day = day_of(text)
        return None if day is None else one_day(day)
    if form == "RD8" and text.count("-") == 1:
        start, end = (day_of(part) for part in text.split("-"))
        return None if start is None or end is None else DateRange(start, end)
    return None
