"""Which denials somebody looks at, kept in the session; and those denials, by one query."""

from collections.abc import Mapping, MutableMapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from django.db.models import Count, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from cleanclaim.remittance import Cause
from cleanclaim.web.access import Access
from cleanclaim.web.denials.access import cases_for
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.workflow.denials import STANDING, TO_WORK, WITH_PAYER, DenialState

KEY = "denials.view"
OWNERS = {"any": "anybody", "me": "me", "nobody": "nobody"}
DUES = {"": "whenever", "late": "late", "today": "late or today", "week": "in seven days"}
SORTS = {"worth": "worth a day", "due": "last day", "amount": "amount", "opened": "age"}
STATES = {
    "work": ("Ours to work", TO_WORK),
    "waiting": ("With the payer", WITH_PAYER),
    "standing": ("Not finished", STANDING),
    "all": ("All", tuple(DenialState)),
}
SHOWN = 100
NO_LAST_DAY = 30
"""Days that a denial without a known last day is taken to have, for the order of the list only."""


class View(msgspec.Struct, frozen=True):
    """Which denials are looked at, and in which order."""

    state: str = "work"
    payers: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    owner: str = "any"
    due: str = ""
    sort: str = "worth"
    code: str = ""


class Totals(msgspec.Struct, frozen=True):
    """How many denials a view has, the dollars refused, and those expected back where that is known."""

    number: int
    amount: Decimal
    expected: Decimal | None


def entered_view(form: QueryDict) -> View:
    """Return the view that a form asks for; what there is not is left out."""

    def chosen(name: str, among: Mapping[str, object], default: str) -> str:
        return form.get(name, default) if form.get(name) in among else default

    return View(
        state=chosen("state", STATES, "work"),
        payers=tuple(form.getlist("payer")[:50]),
        causes=tuple(cause for cause in form.getlist("cause") if cause in set(Cause)),
        owner=chosen("owner", OWNERS, "any"),
        due=chosen("due", DUES, ""),
        sort=chosen("sort", SORTS, "worth"),
        code=form.get("code", "").strip().upper()[:10],
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


def cases_of(access: Access, view: View) -> QuerySet[DenialCase]:
    """Return the denials of a view, in its order."""
    today = access.at.date()
    rows = cases_for(access).filter(state__in=STATES.get(view.state, STATES["work"])[1])
    if view.payers:
        rows = rows.filter(payer_id__in=view.payers)
    if view.causes:
        rows = rows.filter(cause__in=view.causes)
    if view.code:
        rows = rows.filter(code=view.code)
    if view.owner == "me":
        rows = rows.filter(work_item__owner=access.user)
    elif view.owner == "nobody":
        rows = rows.filter(work_item__owner=None)
    if view.due in DUES and view.due:
        rows = rows.filter(due__lte=today + timedelta(days={"late": -1, "today": 0, "week": 7}[view.due]))
    return _sorted(rows, view.sort, today)


def _sorted(rows: QuerySet[DenialCase], sort: str, today: date) -> QuerySet[DenialCase]:
    if sort == "due":
        return rows.order_by(RawSQL("denials_denialcase.due", ()).asc(nulls_last=True), "pk")
    if sort == "amount":
        return rows.order_by("-amount", "pk")
    if sort == "opened":
        return rows.order_by("opened_at", "pk")
    return rows.annotate(worth=_worth(today)).order_by("-worth", "pk")


def _worth(today: date) -> RawSQL:
    """What is expected back (where that is not known: what was refused) for each day that is left."""
    return RawSQL(
        "COALESCE(denials_denialcase.expected, denials_denialcase.amount)"
        " / GREATEST(COALESCE(denials_denialcase.due - %s::date, %s), 1)",
        (today, NO_LAST_DAY),
    )


def totals_of(rows: QuerySet[DenialCase]) -> Totals:
    """Return how many denials there are, what was refused, what is expected back."""
    found = rows.order_by().aggregate(number=Count("pk"), amount=Sum("amount"), expected=Sum("expected"))
    return Totals(found["number"], found["amount"] or Decimal(0), found["expected"])
