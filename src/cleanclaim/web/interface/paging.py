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
    where = _position(rows, field, after) if after else None
    found = rows
    if where is not None:
        day, key = where
        same = (
            Q(**{field: day, "pk__gt": key})
            if day is not None
            else Q(**{f"{field}__isnull": True, "pk__gt": key})
        )
        if day is None:
            found = rows.filter(same)
        else:
            further = Q(**{f"{field}__{'lt' if newest_first else 'gt'}": day})
            found = rows.filter(same | further | Q(**{f"{field}__isnull": True}))
    by = F(field).desc(nulls_last=True) if newest_first else F(field).asc(nulls_last=True)
    got = list(found.order_by(by, "pk")[: SIZE + 1])
    return Page(
        rows=got[:SIZE], after=str(got[SIZE - 1].pk) if len(got) > SIZE else "", is_first=where is None
    )


def asked_after(request: HttpRequest) -> str:
    """Return the id behind which the page that is asked for begins; empty for the first, or for nonsense."""
    text = request.GET.get("after", "")
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""


def _position(rows: QuerySet[Row], field: str, after: str) -> tuple[date | None, Any] | None:
    return rows.order_by().filter(pk=after).values_list(field, "pk").first()
