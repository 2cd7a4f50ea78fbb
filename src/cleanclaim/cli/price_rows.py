"""The rows of ``price --batch``: a CSV file with a heading, read row by row."""

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from io import TextIOWrapper
from pathlib import Path
from typing import TypeAlias

import msgspec

from cleanclaim.pricing import Service
from cleanclaim.primitives import DecodeError, InvalidValue, Money, UnreadableFile, money, parse_iso

NEEDED = ("code", "date")
KNOWN = (
    *NEEDED,
    "modifiers",
    "locality",
    "setting",
    "place",
    "units",
    "charge",
    "minutes",
    "claim",
    "provider",
)
_FURTHER = "given_"
_TOLD_EVERY = 500

Progress: TypeAlias = Callable[[int, int], None]
"""Takes the number of bytes that are read and of those that there are."""


class BatchRow(msgspec.Struct, frozen=True):
    """A row: its line in the file, what it asks, and why it cannot be used, if so."""

    line: int
    service: Service
    problem: str = ""


def read_rows(path: Path, defaults: Service, progress: Progress | None = None) -> Iterator[BatchRow]:
    """Yield the rows of a file; an empty cell means the default.

    ``progress`` is told now and then how many bytes are read and how many there are. A row that
    cannot be read comes with its problem. Raises ``UnreadableFile`` for what is no CSV in UTF-8 and
    ``DecodeError`` for a heading that lacks a column.
    """
    try:
        with path.open("rb") as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            heading = [name.strip().lower() for name in next(reader, [])]
            _check(heading, path)
            places = {name: heading.index(name) for name in heading}
            size = path.stat().st_size if progress is not None and path.is_file() else 0
            for number, cells in enumerate(reader):
                if progress is not None and size and number % _TOLD_EVERY == 0:
                    progress(raw.tell(), size)
                if any(cell.strip() for cell in cells):
                    yield _row(cells, places, len(heading), reader.line_num, defaults)
    except UnicodeDecodeError:
        raise UnreadableFile("the file is not UTF-8.", where=str(path), fix="Save it as UTF-8.") from None
    except csv.Error as error:
        raise UnreadableFile(f"this is no CSV: {error}.", where=str(path)) from None
    except FileNotFoundError:
        raise UnreadableFile("there is no such file.", where=str(path), fix="Check the path.") from None
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read: {error.strerror}.", where=str(path)) from None


def modifiers_in(text: str) -> tuple[str, ...]:
    """Return the modifiers of a cell, parted by blanks, commas, semicolons, colons or bars."""
    for mark in ",;:|/":
        text = text.replace(mark, " ")
    found = tuple(text.upper().split())
    for one in found:
        if len(one) != 2 or not one.isalnum() or not one.isascii():
            raise InvalidValue(f"{one!r} is not a modifier.", fix="A modifier has two characters.")
    return found


def number_in(text: str, what: str) -> Decimal:
    """Return a positive or zero number; raises ``InvalidValue`` naming what it should be."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0 or found >= Decimal(10) ** 9:
        raise InvalidValue(f"{text!r} is not a number of {what}.")
    return found


def charge_in(text: str) -> Money:
    """Return a charge in dollars, as people write it; raises ``InvalidValue``, also for less than nothing."""
    amount = money(text.strip().lstrip("$").replace(",", ""))
    if amount < 0:
        raise InvalidValue(f"{text!r} is less than nothing.")
    return amount


def _check(heading: Sequence[str], path: Path) -> None:
    missing = [name for name in NEEDED if name not in heading]
    if missing:
        raise DecodeError(
            f"the heading lacks the column {' and '.join(missing)}.",
            where=str(path),
            fix=f"The first line names the columns: {','.join(KNOWN)}.",
        )
    twice = sorted({name for name in heading if name and heading.count(name) > 1})
    if twice:
        raise DecodeError(f"the column {twice[0]} is there twice.", where=str(path))


def _row(cells: list[str], places: dict[str, int], width: int, line: int, defaults: Service) -> BatchRow:
    def cell(name: str) -> str:
        place = places.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    code = cell("code").upper()
    shown = msgspec.structs.replace(
        defaults,
        code=code,
        locality=cell("locality") or defaults.locality,
        setting=cell("setting").lower().replace("-", ""),
    )
    try:
        if len(cells) > width:
            raise InvalidValue(f"the row has {len(cells)} cells, the heading {width}.")
        if not code:
            raise InvalidValue("there is no code.")
        further = {
            name[len(_FURTHER) :]: cell(name) for name in places if name.startswith(_FURTHER) and cell(name)
        }
        service = msgspec.structs.replace(
            shown,
            on=_day(cell("date")),
            modifiers=modifiers_in(cell("modifiers")) or defaults.modifiers,
            setting=shown.setting or defaults.setting,
            place=cell("place") or defaults.place,
            units=number_in(cell("units"), "units") if cell("units") else defaults.units,
            charge=charge_in(cell("charge")) if cell("charge") else defaults.charge,
            minutes=int(number_in(cell("minutes"), "minutes")) if cell("minutes") else defaults.minutes,
            claim=cell("claim"),
            provider=cell("provider") or defaults.provider,
            given={**defaults.given, **further} if further else defaults.given,
        )
    except InvalidValue as error:
        return BatchRow(line, shown, f"line {line}: {error}")
    return BatchRow(line, service)


def _day(text: str) -> date:
    if not text:
        raise InvalidValue("there is no date.")
    return parse_iso(text)
