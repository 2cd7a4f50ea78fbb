"""Many rows in one statement: arrays in, rows out.

``COPY`` into a table with row-level security is refused by PostgreSQL, and an ``INSERT`` with a value list
of thousands of rows spends its time in parsing. One array for each column does neither.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

CHUNK = 10_000
"""Rows in one statement: bounds the memory of both sides."""


def insert_rows(model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows given as tuples of values, in the order of ``fields`` (names of attributes, ``claim_id``).

    Row security, constraints and triggers hold as for any insert; defaults of the model do not, those of
    the database do, evaluated in the order of ``rows``. A primary key that is not among the fields (a
    UUID) is made by the database.
    """
    by_attribute = {field.attname: field for field in model._meta.concrete_fields}
    chosen = [by_attribute[name] for name in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in chosen)
    arrays = ", ".join(f"%s::{_base_type(field)}[]" for field in chosen)
    key = model._meta.pk
    made, given = ("", "*")
    if key is not None and key not in chosen:
        made, given = f"{quote(str(key.column))}, ", "gen_random_uuid(), *"
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({made}{columns}) "  # noqa: S608 - names of ours
        f"SELECT {given} FROM unnest({arrays})"
    )
    _run(statement, rows)


def update_rows(model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Set ``fields`` of rows given as tuples: the primary key, then the values in their order."""
    by_attribute = {field.attname: field for field in model._meta.concrete_fields}
    key = model._meta.pk
    assert key is not None
    chosen = [by_attribute[name] for name in fields]
    quote = connection.ops.quote_name
    arrays = ", ".join(f"%s::{_base_type(field)}[]" for field in (key, *chosen))
    names = ", ".join(f"v{index}" for index in range(len(chosen) + 1))
    settings = ", ".join(
        f"{quote(str(field.column))} = v{index}" for index, field in enumerate(chosen, start=1)
    )
    table = quote(model._meta.db_table)
    statement = (
        f"UPDATE {table} SET {settings} FROM unnest({arrays}) AS new({names}) "  # noqa: S608 - names of ours
        f"WHERE {table}.{quote(str(key.column))} = v0"
    )
    _run(statement, rows)


def _run(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            cursor.execute(statement, [_array(values) for values in zip(*part, strict=True)])


def _array(values: Sequence[Any]) -> str:
    """Return a column as PostgreSQL writes an array; the driver's own way takes several times as long."""
    return "{" + ",".join([_element(value) for value in values]) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        return f'"{value.isoformat()}"'
    return str(value)  # UUID, int, Decimal, date: nothing in them needs quotes


def _base_type(field: "models.Field[Any, Any]") -> str:
    """Return a column's type without its length: an array has no check of its own."""
    kind = field.db_type(connection) or "text"
    return kind.split("(")[0].strip()
