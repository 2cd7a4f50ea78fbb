"""The short lists that ship with the program: for where no store is open, and to make releases of.

Each is a CSV file in ``data``; ``lists.csv`` says of each when it was taken, for which days it may
answer, and from where. A reader who has a store asks that instead: an imported list goes before.
"""

import csv
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar

import msgspec

from cleanclaim.codesets.claim_lists import CLAIM_LISTS, FEE_INDICATOR, MAC, MAC_JURISDICTION
from cleanclaim.codesets.code_lists import PLACE_OF_SERVICE
from cleanclaim.codesets.kinds import Kind

S = TypeVar("S", bound=msgspec.Struct)

DATA = Path(__file__).parent / "data"

SHIPPED_LISTS: tuple[Kind[Any], ...] = (PLACE_OF_SERVICE, *CLAIM_LISTS, MAC, MAC_JURISDICTION, FEE_INDICATOR)
"""The kinds of which a list ships."""


class ShippedList(msgspec.Struct, frozen=True):
    """What ``lists.csv`` says of a list; ``taken``: what is new after that day is not in it."""

    kind: str
    file: str
    label: str
    taken: date
    effective_from: date
    effective_to: date
    completeness: Literal["complete", "partial"]
    source: str
    remark: str = ""


@lru_cache(maxsize=1)
def shipped_lists() -> Mapping[str, ShippedList]:
    """Return what is known of each list that ships, by its kind's name."""
    with (DATA / "lists.csv").open(encoding="utf-8", newline="") as file:
        rows = (msgspec.convert(row, ShippedList, strict=False) for row in csv.DictReader(file))
        return MappingProxyType({row.kind: row for row in rows})


def shipped_rows(kind: Kind[S]) -> Mapping[str, S]:
    """Return the rows of a list that ships, by code; raises ``KeyError`` for a kind of which none does."""
    rows: Mapping[str, S] = _rows(kind.name)
    return rows


@lru_cache(maxsize=2 * len(SHIPPED_LISTS))
def shipped_codes(kind: Kind[Any], *, ended: bool = True) -> frozenset[str]:
    """Return the codes of a list that ships, those that have ended too unless told otherwise."""
    with (DATA / shipped_lists()[kind.name].file).open(encoding="utf-8", newline="") as file:
        read = csv.reader(file)
        heading = next(read)
        place = heading.index("ended") if "ended" in heading and not ended else None
        return frozenset(cells[0] for cells in read if place is None or not cells[place])


@lru_cache(maxsize=len(SHIPPED_LISTS))
def _rows(name: str) -> Mapping[str, Any]:
    kind = next(one for one in SHIPPED_LISTS if one.name == name)
    with (DATA / shipped_lists()[name].file).open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file)
        key = (read.fieldnames or [""])[0]
        tuples = {
            field.name for field in msgspec.structs.fields(kind.record) if field.type == tuple[str, ...]
        }
        found = {}
        for cells in read:
            given = {name: text.split() if name in tuples else text for name, text in cells.items() if text}
            found[cells[key]] = msgspec.convert(given, kind.record, strict=False)
        return MappingProxyType(found)
