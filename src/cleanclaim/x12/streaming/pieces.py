"""Single segments into typed values: parties, procedures, dates, adjustments."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from cleanclaim.x12.elements import is_date
from cleanclaim.x12.streaming.values import (
    Adjustment,
    Amount,
    Dated,
    Diagnosis,
    Party,
    Procedure,
    Reference,
)

Row = list[str]
_NUMBER = re.compile(r"-?(?:\d{1,18}\.?\d{0,18}|\.\d{1,18})")


@lru_cache(maxsize=8192)
def number(text: str) -> Decimal | None:
    """Return an amount or quantity, nothing when the text is no plain number."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=8192)
def day(text: str) -> date | None:
    """Return the day of CCYYMMDD (time after it is left out), nothing when there is none."""
    text = text[:8]
    if len(text) != 8 or not is_date(text):
        return None
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def at(row: Row, n: int) -> str:
    """Return element ``n``, ``""`` when it is absent."""
    return row[n] if n < len(row) else ""


def amount_at(row: Row, n: int) -> Decimal | None:
    """Return element ``n`` as a number."""
    return number(row[n]) if n < len(row) else None


@lru_cache(maxsize=8192)
def dated(qualifier: str, text: str) -> Dated:
    """Return a DTP's or DTM's date or period."""
    first, mark, last = text.partition("-")
    return Dated(qualifier, day(first), day(last if mark else first), text)


@lru_cache(maxsize=8192)
def procedure(text: str, mark: str) -> Procedure | None:
    """Return the procedure of a composite."""
    parts = text.split(mark)
    if len(parts) < 2:
        return None
    return Procedure(
        parts[0], parts[1], tuple(one for one in parts[2:6] if one), parts[6] if len(parts) > 6 else ""
    )


@lru_cache(maxsize=8192)
def diagnosis(text: str, mark: str) -> Diagnosis:
    """Return one code of an HI."""
    parts = text.split(mark)
    return Diagnosis(parts[0], parts[1] if len(parts) > 1 else "", parts[8] if len(parts) > 8 else "")


def reference(row: Row) -> Reference:
    """Return a REF."""
    return Reference(row[1], row[2]) if len(row) > 2 else Reference(at(row, 1), "")


def amount(row: Row) -> Amount:
    """Return an AMT or QTY."""
    return Amount(at(row, 1), amount_at(row, 2))


def adjustments(row: Row) -> list[Adjustment]:
    """Return the reasons of a CAS."""
    if len(row) == 4:
        return [Adjustment(row[1], row[2], number(row[3]))]
    return [
        Adjustment(at(row, 1), row[n], amount_at(row, n + 1), amount_at(row, n + 2))
        for n in range(2, min(len(row), 20), 3)
        if row[n]
    ]


def party(rows: Sequence[Row]) -> Party:
    """Return the party of an NM1 or N1 and of the segments that follow it."""
    head = rows[0]
    size = len(head)
    if len(rows) == 1 and head[0] == "NM1":
        return Party(
            head[1] if size > 1 else "",
            size > 2 and head[2] == "1",
            head[3] if size > 3 else "",
            head[4] if size > 4 else "",
            head[5] if size > 5 else "",
            head[7] if size > 7 else "",
            head[8] if size > 8 else "",
            head[9] if size > 9 else "",
        )
    street: tuple[str, ...] = ()
    city = state = zip_code = country = sex = taxonomy = ""
    born: date | None = None
    references: list[Reference] = []
    for row in rows:
        match row[0]:
            case "N3":
                street = tuple(row[1:])
            case "N4":
                city, state, zip_code, country = at(row, 1), at(row, 2), at(row, 3), at(row, 4)
            case "REF":
                references.append(reference(row))
            case "DMG":
                born, sex = day(at(row, 2)), at(row, 3)
            case "PRV":
                taxonomy = at(row, 3)
            case _:
                pass
    if head[0] == "N1":
        names = (at(head, 1), False, at(head, 2), "", "", "", at(head, 3), at(head, 4))
    else:
        names = (
            at(head, 1),
            at(head, 2) == "1",
            at(head, 3),
            at(head, 4),
            at(head, 5),
            at(head, 7),
            at(head, 8),
            at(head, 9),
        )
    return Party(*names, street, city, state, zip_code, country, born, sex, taxonomy, tuple(references))


OF_A_PARTY = frozenset({"N2", "N3", "N4", "REF", "PER", "DMG", "PRV"})


def parties(rows: Sequence[Row]) -> tuple[Party, ...]:
    """Return the parties among some rows, each with what follows it."""
    found: list[Party] = []
    size, index = len(rows), 0
    while index < size:
        if rows[index][0] in ("NM1", "N1"):
            end = index + 1
            while end < size and rows[end][0] in OF_A_PARTY:
                end += 1
            found.append(party(rows[index:end]))
            index = end
        else:
            index += 1
    return tuple(found)
