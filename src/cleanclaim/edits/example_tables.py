"""Rows of reference tables in the examples of edits: ``MUE_PRACTITIONER 99213 units=1 adjudication=3``.

An example that turns on a table states the rows it needs, so that it says the same whatever is
loaded. The rows are the example's, not the publisher's.
"""

import shlex
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from cleanclaim.codesets import PTPEdit, Store, kind_named
from cleanclaim.codesets.overlay import StoreWithRows
from cleanclaim.primitives import InvalidValue

_KEYS = ("code", "add_on", "hcpcs", "npi")
_BLANK: Mapping[object, object] = MappingProxyType(
    {str: "", int: 0, Decimal: Decimal(0), bool: False, date: date(1990, 1, 1)}
)


def store_with(rows: Iterable[str], under: Store) -> Store:
    """Return a store in which the rows' tables hold just these rows; ``under`` answers for all others.

    A row is the name of a kind, a key, and fields as ``name=value`` (in quotes where a value has
    blanks, lists with commas); what is not given is blank, zero, or a day long ago. The key of a
    pair is ``column1/column2``. ``KIND none`` is a complete, empty table and ``KIND partial``
    makes one that cannot say what does not exist. Raises ``InvalidValue`` for anything else.
    """
    tables: dict[Any, dict[str, list[Any]]] = {}
    partial: set[str] = set()
    for row in rows:
        name, *words = shlex.split(row)
        kind = kind_named(name)
        if kind is None or not words:
            raise InvalidValue(
                f"{row!r} is not a row of a table that there is.", fix="Begin with a kind and a key."
            )
        table = tables.setdefault(kind, {})
        if words == ["none"]:
            continue
        if words == ["partial"]:
            partial.add(name)
            continue
        key, *assignments = words
        table.setdefault(key, []).append(_record(kind.record, key, assignments, row))
    return StoreWithRows(under, tables, partial=partial, label="example rows") if tables else under


def _record(record: type[msgspec.Struct], key: str, assignments: list[str], row: str) -> msgspec.Struct:
    hints = get_type_hints(record)
    fields = {field.name: field for field in msgspec.structs.fields(record)}
    given: dict[str, object] = {
        name: _BLANK.get(hints[name])
        for name, field in fields.items()
        if field.required and hints[name] in _BLANK
    }
    if issubclass(record, PTPEdit):
        given["column1"], _, given["column2"] = key.partition("/")
    else:
        given.update({name: key for name in _KEYS if name in fields})
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if name not in fields or not equals:
            raise InvalidValue(
                f"{row!r}: there is no field {name!r}.", fix=f"The fields are {', '.join(fields)}."
            )
        is_list = get_origin(hints[name]) is tuple and get_args(hints[name])[-1] is Ellipsis
        given[name] = [part for part in text.split(",") if part] if is_list else text
    try:
        return msgspec.convert(given, record, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidValue(f"{row!r}: {error}.") from None
