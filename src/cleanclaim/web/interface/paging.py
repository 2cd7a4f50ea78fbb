"""Pages of a list, fetched by where the last one ended: as fast at the end as at the beginning."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)

SIZE = 50
"""Rows on a page."""


class Page(msgspec.Struct, Generic[Row]):
    """Some rows of a list; ``after`` is the id to ask for the next page with, empty on the last."""

    rows: Sequence[Row]
    after: str
    is_first: bool


def page_by_day(rows: QuerySet[Row], *, field: str, after: str, newest_first: bool = True) -> Page[Row]:
    """Return the page that follows the row ``after`` (an id; empty: the first page).

    The list is ordered by a date that may be missing (those come last) and then by id. Addresses
    carry the id only: a date of service in an address would say something of a patient.
    """
    by = F(field).desc(nulls_last=True) if newest_first else F(field).asc(nulls_last=True)
    where = _position(rows, field, after) if after else None
    if where is None:
        got = list(rows.order_by(by, "pk")[: SIZE + 1])
    else:
        got = _following(rows, field, where, newest_first=newest_first)
    return Page(
        rows=got[:SIZE], after=str(got[SIZE - 1].pk) if len(got) > SIZE else "", is_first=where is None
    )


def _following(
    rows: QuerySet[Row], field: str, where: tuple[date | None, Any], *, newest_first: bool
) -> list[Row]:
    """Return the rows behind a position: by a range of days that the index finds, then those without one."""
    day, key = where
    without = rows.filter(**{f"{field}__isnull": True}).order_by("pk")
    if day is None:
        return list(without.filter(pk__gt=key)[: SIZE + 1])
    side = "lt" if newest_first else "gt"
    by = F(field).desc(nulls_last=True) if newest_first else F(field).asc(nulls_last=True)
    further = Q(**{f"{field}__{side}": day}) | Q(**{field: day, "pk__gt": key})
    got = list(rows.filter(further, **{f"{field}__{side}e": day}).order_by(by, "pk")[: SIZE + 1])
    return got if len(got) > SIZE else [*got, *without[: SIZE + 1 - len(got)]]


def asked_after(request: HttpRequest) -> str:
    """Return the id behind which the page that is asked for begins; empty for the first, or for nonsense."""
    text = request.GET.get("after", "")
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""


def _position(rows: QuerySet[Row], field: str, after: str) -> tuple[date | None, Any] | None:
    """Return where a row stands, also when it has left the list since (it was released, say)."""
    return rows.model._default_manager.filter(pk=after).values_list(field, "pk").first()
