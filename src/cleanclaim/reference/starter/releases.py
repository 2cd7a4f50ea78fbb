"""Releases of the starter pack, made of the CSV files that ship."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from cleanclaim.codesets import Kind, PTPEdit, Release, ZIPLocality, kind_named, locality_key
from cleanclaim.codesets.pairs import ACTIVE, BEFORE_1996, CODE_BITS, EPOCH, pack_code
from cleanclaim.reference.draft import Rows
from cleanclaim.reference.publish import publish_release

if TYPE_CHECKING:
    from cleanclaim.reference.importers.ptp import Pairs

DATA = Path(__file__).parent.parent / "data" / "starter"
_FORMAT = 1  # raised when the layout of the table file changes, so that old ones are left alone

NOT_FOR_PRODUCTION = (
    "Starter pack: part of an official file, for trying the program out. It is not a production "
    "release: import the official file (cleanclaim reference import)."
)


class StarterTable(msgspec.Struct, frozen=True):
    """What ``releases.csv`` says of a table.

    ``sha256`` is that of the official file, or of the copy of it named in ``source``.
    """

    file: str
    kind: str
    label: str
    effective_from: date
    effective_to: date
    completeness: Literal["complete", "partial"]
    sha256: str
    source: str
    remark: str = ""


def _tables() -> Mapping[str, StarterTable]:
    path = DATA / "releases.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [msgspec.convert(row, StarterTable, strict=False) for row in csv.DictReader(file)]
    return MappingProxyType({row.file: row for row in rows})


STARTER_TABLES = _tables()
"""The tables of the pack by the names of their files."""


def starter_rows(name: str) -> Iterator[tuple[str, msgspec.Struct]]:
    """Yield the rows of a table of the pack, each with its place in the official file."""
    kind = _kind(STARTER_TABLES[name])
    fields = msgspec.structs.fields(kind.record)
    required = {field.name for field in fields if field.required}
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for cells in csv.DictReader(file):
            given = {
                field: text
                for field, text in cells.items()
                if field not in ("row", "codes") and (text or field in required)
            }
            # A list of codes that have all else in common is one line.
            for code in cells["codes"].split() if "codes" in cells else ("",):
                row = {**given, fields[0].name: code} if code else given
                yield cells["row"], msgspec.convert(row, kind.record, strict=False)


def starter_names() -> dict[str, StarterTable]:
    """Return the names of the releases of this version's pack, each with its table."""
    index = hashlib.sha256((DATA / "releases.csv").read_bytes())
    names = {}
    for table in STARTER_TABLES.values():
        both = index.copy()
        both.update((DATA / table.file).read_bytes())
        names[f"{table.kind}/starter-{both.hexdigest()[:12]}-v{_FORMAT}"] = table
    return names


def compile_starter(store: Path, imported_at: datetime | None) -> Iterator[Release]:
    """Compile each table of the pack into a store unless it is there; yields the releases."""
    for name, table in starter_names().items():
        yield publish_release(store, name, partial(_build, table, imported_at))


def _build(table: StarterTable, imported_at: datetime | None, place: Path) -> Release:
    rows = [row for _, row in starter_rows(table.file)]
    edits = [row for row in rows if isinstance(row, PTPEdit)]
    if edits:
        _pairs(edits).write(place)
    else:
        keyed = Rows()
        for row in rows:
            keyed.add(starter_key(row), row)
        keyed.write(place)
    return Release(
        kind=table.kind,
        label=table.label,
        effective_from=table.effective_from,
        effective_to=table.effective_to,
        sha256=table.sha256,
        source=table.source,
        counts={"rows": len(rows)},
        completeness=table.completeness,
        imported_at=imported_at,
        remarks=tuple(one for one in (NOT_FOR_PRODUCTION, table.remark) if one),
        stand_in=True,
        starter=True,
    )


def _kind(table: StarterTable) -> Kind[Any]:
    kind = kind_named(table.kind)
    if kind is None:
        raise KeyError(f"there is no kind {table.kind}")
    return kind


def starter_key(row: msgspec.Struct) -> str:
    """Return the key under which a row of the pack stands in its table."""
    if isinstance(row, ZIPLocality):
        return row.zip
    mac, locality = getattr(row, "mac", ""), getattr(row, "locality", "")
    if mac and locality:
        return locality_key(mac, locality)
    key: str = getattr(row, "code", "") or getattr(row, "add_on", "")
    return key


def _pairs(edits: list[PTPEdit]) -> "Pairs":
    from cleanclaim.reference.importers.ptp import Pairs  # noqa: PLC0415 - most commands compile nothing

    pairs = Pairs()
    for edit in edits:
        text = pairs.texts.setdefault(edit.rationale.encode("latin-1"), len(pairs.texts))
        key = pack_code(edit.column1) << CODE_BITS | pack_code(edit.column2)
        first = edit.effective_from.toordinal() - EPOCH
        last = ACTIVE if edit.effective_to is None else edit.effective_to.toordinal() - EPOCH
        bits = edit.modifier_indicator | (BEFORE_1996 if edit.before_1996 else 0)
        pairs.rows.append(key << 48 | first << 32 | last << 16 | bits << 8 | text)
    pairs.sort()
    return pairs
