"""Pinning a query's plan: which index finds the rows, with which columns."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet


def plan_of(query: "QuerySet[Any] | str", parameters: Sequence[object] = ()) -> dict[str, Any]:
    """Return the plan that PostgreSQL chooses for a query, as the role and tenant that are in force."""
    with connection.cursor() as cursor:
        if isinstance(query, QuerySet):
            sql, parameters = query.query.sql_with_params()
        else:
            sql = query
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        found = cursor.fetchone()[0]
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def assert_uses_index(
    query: "QuerySet[Any] | str", index: str, *columns: str, parameters: Sequence[object] = ()
) -> None:
    """Assert that the query's rows are found through ``index``, each of ``columns`` limiting the search.

    An index that is only filtered afterwards does not count: under row-level security that is
    what becomes of LIKE and other conditions that are not leakproof. Call it inside
    ``tenant()``, with enough rows for an index to be worth it (see :func:`analyze`).
    """
    plan = plan_of(query, parameters)
    scans = [node for node in _nodes(plan) if node.get("Index Name") == index]
    shown = json.dumps(plan, indent=1)
    assert scans, f"{index} is not used:\n{shown}"
    for column in ("organization_id", *columns):
        assert any(column in node.get("Index Cond", "") for node in scans), (
            f"{index} is not searched by {column}:\n{shown}"
        )


def analyze(*tables: str) -> None:
    """Give the planner its statistics now, as the owner; in production autovacuum does."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connections['owner'].ops.quote_name(table)}")


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)
