"""Releases of the short lists that ship: places of service, UB-04 numbers, remittance codes, …"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cleanclaim.codesets import Kind, Release
from cleanclaim.codesets.claim_lists import Contractor, FeeIndicator, Jurisdiction, ListedCode
from cleanclaim.codesets.code_lists import PlaceOfServiceCode
from cleanclaim.codesets.shipped_lists import DATA, SHIPPED_LISTS, shipped_lists, shipped_rows
from cleanclaim.reference.draft import Rows
from cleanclaim.reference.publish import publish_release

_FORMAT = 1  # raised when the layout of the table file changes, so that old ones are left alone


def short_list_names() -> dict[str, Kind[Any]]:
    """Return the names of the releases of this version's short lists, each with its kind."""
    index = hashlib.sha256((DATA / "lists.csv").read_bytes())
    names = {}
    for kind in SHIPPED_LISTS:
        both = index.copy()
        both.update((DATA / shipped_lists()[kind.name].file).read_bytes())
        names[f"{kind.name}/shipped-{both.hexdigest()[:12]}-v{_FORMAT}"] = kind
    return names


def compile_short_lists(store: Path, imported_at: datetime | None) -> Iterator[Release]:
    """Compile each short list that ships into a store unless it is there; yields the releases."""
    for name, kind in short_list_names().items():
        yield publish_release(store, name, partial(_build, kind, imported_at))


def _build(kind: Kind[Any], imported_at: datetime | None, place: Path) -> Release:
    told = shipped_lists()[kind.name]
    rows = Rows()
    for code, row in shipped_rows(kind).items():
        rows.add(code, row, _title(row))
    rows.write(place)
    return Release(
        kind=kind.name,
        label=told.label,
        effective_from=told.effective_from,
        effective_to=told.effective_to,
        sha256=hashlib.sha256((DATA / told.file).read_bytes()).hexdigest(),
        source=told.source,
        counts={"codes": rows.count},
        completeness=told.completeness,
        imported_at=imported_at,
        remarks=tuple(
            one for one in (told.remark, f"As of {told.taken}; labels are not the official texts.") if one
        ),
        stand_in=True,
    )


def _title(row: ListedCode | PlaceOfServiceCode | Contractor | Jurisdiction | FeeIndicator) -> str:
    match row:
        case ListedCode() | FeeIndicator():
            return row.label
        case PlaceOfServiceCode():
            return row.title
        case _:
            return f"{row.contractor} {' '.join(row.states)}"
