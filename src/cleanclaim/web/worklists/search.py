"""Which part of the work list somebody looks at, kept in the session; and that part, by one query."""

from collections.abc import Mapping, MutableMapping
from datetime import timedelta
from typing import Any

import msgspec
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import QueryDict

from cleanclaim.web.access import Access
from cleanclaim.web.worklists.access import work_items_for
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.stages import STAGES

KEY = "worklist.view"
OWNERS = {"any": "anybody", "me": "me", "nobody": "nobody", "mine": "me or nobody"}
DUES = {"": "whenever", "late": "late", "today": "late or today", "week": "in seven days"}
SORTS = {"due": "due", "amount": "amount", "opened": "age"}
SHOWN = 100
"""Rows on the list at once: worked off, not paged through."""


class View(msgspec.Struct, frozen=True):
    """What of the work is looked at. Without kinds: what the person may do."""

    kinds: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    owner: str = "any"
    due: str = ""
    sort: str = "due"


class Totals(msgspec.Struct, frozen=True):
    """How many items a view has, and the dollars at stake."""

    number: int
    amount: Any


def entered_view(form: QueryDict) -> View:
    """Return the view that a form asks for; what there is not is left out."""
    return View(
        kinds=tuple(kind for kind in form.getlist("kind") if kind in STAGES),
        payers=tuple(form.getlist("payer")[:50]),
        practices=tuple(form.getlist("practice")[:50]),
        owner=form.get("owner", "any") if form.get("owner") in OWNERS else "any",
        due=form.get("due", "") if form.get("due") in DUES else "",
        sort=form.get("sort", "due") if form.get("sort") in SORTS else "due",
    )


def remember(session: MutableMapping[str, Any], view: View) -> None:
    """Keep the view."""
    session[KEY] = msgspec.to_builtins(view)


def remembered(session: Mapping[str, Any]) -> View:
    """Return the view that the person left."""
    try:
        return msgspec.convert(session.get(KEY, {}), View)
    except msgspec.ValidationError:
        return View()


def kinds_of(access: Access) -> list[str]:
    """Return the kinds of work that the person may do; all of them for who only looks."""
    able = [kind for kind, stage in STAGES.items() if access.may(stage.permission)]
    return able or list(STAGES)


def items_of(access: Access, view: View) -> QuerySet[WorkItem]:
    """Return the open items of a view, those that were put away left out, in its order."""
    today = access.at.date()
    rows = work_items_for(access).filter(closed_at=None, kind__in=view.kinds or kinds_of(access))
    rows = rows.filter(Q(deferred_until=None) | Q(deferred_until__lte=today))
    if view.payers:
        rows = rows.filter(Q(claim__payer_id__in=view.payers) | Q(remittance__payer_id__in=view.payers))
    if view.practices:
        rows = rows.filter(practice__in=[key for key in access.roles if str(key) in view.practices])
    if view.owner == "me":
        rows = rows.filter(owner=access.user)
    elif view.owner == "nobody":
        rows = rows.filter(owner=None)
    elif view.owner == "mine":
        rows = rows.filter(Q(owner=None) | Q(owner=access.user))
    if view.due:
        last = {"late": -1, "today": 0, "week": 7}[view.due]
        rows = rows.filter(due__lte=today + timedelta(days=last))
    if view.sort == "amount":
        return rows.order_by(F("amount").desc(nulls_last=True), "pk")
    if view.sort == "opened":
        return rows.order_by("opened_at", "pk")
    return rows.order_by(F("due").asc(nulls_last=True), "opened_at", "pk")


def with_rows(rows: QuerySet[WorkItem]) -> QuerySet[WorkItem]:
    """Return the items with what their rows on the list show."""
    return rows.select_related(
        "claim__patient", "encounter__patient", "remittance", "owner", "practice", "denial_case"
    ).defer("claim__patient__address", "encounter__document", "remittance__document", "denial_case__document")


def totals_of(rows: QuerySet[WorkItem]) -> Totals:
    """Return how many items there are, and what is at stake."""
    found = rows.order_by().aggregate(number=Count("pk"), amount=Sum("amount"))
    return Totals(found["number"], found["amount"] or 0)


def by_kind(access: Access) -> dict[str, Totals]:
    """Return the totals of each kind of work that the person may see, late and due ones included."""
    rows = items_of(access, View(kinds=tuple(STAGES))).order_by()
    found = rows.values("kind").annotate(number=Count("pk"), amount=Sum("amount"))
    return {row["kind"]: Totals(row["number"], row["amount"] or 0) for row in found}
