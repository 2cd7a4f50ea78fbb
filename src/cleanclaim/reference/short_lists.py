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
from cleanclaim.codesets.shipped_lists import DATA, SHIPPED_LISTS, ShippedList, shipped_lists, shipped_rows
from cleanclaim.reference.draft import Rows
from cleanclaim.reference.publish import publish_release

_FORMAT = 1  # raised when the layout of the table file changes, so that old ones are left alone


def compile_short_lists(store: Path, imported_at: datetime | None) -> Iterator[Release]:
    """Compile each short list that ships into a store unless it is there; yields the releases."""
    index = hashlib.sha256((DATA / "lists.csv").read_bytes())
    for kind in SHIPPED_LISTS:
        told = shipped_lists()[kind.name]
        content = (DATA / told.file).read_bytes()
        both = index.copy()
        both.update(content)
        name = f"{kind.name}/shipped-{both.hexdigest()[:12]}-v{_FORMAT}"
        yield publish_release(store, name, partial(_build, kind, told, imported_at, content))


def _build(
    kind: Kind[Any], told: ShippedList, imported_at: datetime | None, content: bytes, place: Path
) -> Release:
    rows = Rows()
    for code, row in shipped_rows(kind).items():
        rows.add(code, row, _title(row))
    rows.write(place)
    return Release(
        kind=kind.name,
        label=told.label,
        effective_from=told.effective_from,
        effective_to=told.effective_to,
        sha256=hashlib.sha256(content).hexdigest(),
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
