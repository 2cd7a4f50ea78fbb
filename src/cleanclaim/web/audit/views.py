"""Who saw and changed what."""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cleanclaim.primitives import InvalidValue, parse_iso
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.audit.selectors import TrailSearch, trail
from cleanclaim.web.interface.paging import SIZE, asked_after
from cleanclaim.web.organizations.permissions import Permission

KEY = "audit.search"
MOST_EXPORTED = 50_000

PAGES = {
    "claims.claim": "claims.claim",
    "encounters.encounter": "encounters.encounter",
    "remits.remittance": "remittances.remittance",
    "patients.patient": "patients.patient",
    "worklists.workitem": "worklist.item",
}
"""The screens of records, by their kind."""


@screen(Permission.SEE_AUDIT)
def audit(request: AccessRequest) -> HttpResponse:
    """Show the trail, the newest first; what of it comes by POST and stays in the session."""
    problem = None
    if request.method == "POST":
        try:
            search = TrailSearch() if "clear" in request.POST else _entered(request)
            request.session[KEY] = msgspec.to_builtins(search)
            return redirect("audit")
        except InvalidValue as error:
            problem = error
    search = _remembered(request.session)
    rows = trail(search, after=asked_after(request), size=SIZE + 1)
    request.access.record("audit.viewed", request.access.organization, {"shown": min(len(rows), SIZE)})
    context = {
        "rows": [(row, PAGES.get(row.object_type)) for row in rows[:SIZE]],
        "after": str(rows[SIZE - 1].pk) if len(rows) > SIZE else "",
        "is_first": not asked_after(request),
        "search": search,
        "problem": problem,
    }
    return render(request, "audit/audit.html", context, status=422 if problem else 200)


@require_POST
@screen(Permission.SEE_AUDIT)
def export(request: AccessRequest) -> HttpResponse:
    """Give the trail as CSV: ids and actions, no patient's data."""
    rows = trail(_remembered(request.session), after="", size=MOST_EXPORTED)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["at", "actor_kind", "actor", "actor_user", "action", "record_kind", "record_id"])
    for row in rows:
        writer.writerow(
            [
                row.at.isoformat(),
                row.actor_kind,
                _plain(row.actor),
                row.actor_user,
                row.action,
                row.object_type,
                row.object_id,
            ]
        )
    request.access.record("audit.exported", request.access.organization, {"rows": len(rows)})
    response = HttpResponse(out.getvalue(), content_type="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _plain(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _entered(request: AccessRequest) -> TrailSearch:
    day = request.POST.get("day", "").strip()
    return TrailSearch(
        actor=request.POST.get("actor", "").strip()[:100],
        record=request.POST.get("record", "").strip()[:80],
        action=request.POST.get("action", "").strip()[:80],
        day=parse_iso(day) if day else None,
    )


def _remembered(session: Mapping[str, Any]) -> TrailSearch:
    try:
        return msgspec.convert(session.get(KEY, {}), TrailSearch)
    except msgspec.ValidationError:
        return TrailSearch()
