"""The screens of figures: all at a glance, what is behind one, and tables to take away."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.selectors import payers_billed
from cleanclaim.web.reports import selectors
from cleanclaim.web.reports.measures import BY_SLUG, Part
from cleanclaim.web.reports.money import BUCKETS, PATIENT
from cleanclaim.web.reports.tables import FORMS, TABLES, Shown

KEY = "reports.shown"
PERIODS = {30: "30 days", 90: "90 days", 365: "a year"}
MOST = 200


@screen(Permission.SEE_REPORTS)
def reports(request: AccessRequest) -> HttpResponse:
    """Show all figures of a period; POST chooses the practice and the period."""
    if request.method == "POST":
        days = request.POST.get("days", "")
        chosen = {
            "practice": request.POST.get("practice", "")[:36],
            "days": int(days) if days.isdigit() and int(days) in PERIODS else 30,
        }
        request.session[KEY] = chosen
        return redirect("reports")
    shown = _shown(request)
    access = request.access
    context: dict[str, object] = {
        "shown": shown,
        "periods": PERIODS,
        "choices": {
            str(key): name
            for key, name in access.practice_names().items()
            if key in access.practices(Permission.SEE_REPORTS)
        },
    }
    if shown is not None:
        names = payers_billed() | {PATIENT: "Patients"}
        owed = selectors.aging(shown.practices, shown.last)
        most = max((one.total for one in owed), default=Decimal(0))
        comes = selectors.forecast(shown.practices, shown.last)
        context |= {
            "readings": selectors.readings(shown.practices, shown.first, shown.last),
            "ages": [name for name, _ in BUCKETS],
            "aging": [{"row": one, "name": names.get(one.payer, one.payer)} for one in owed],
            "aging_most": most,
            "totals": [sum(column, Decimal(0)) for column in zip(*(one.ages for one in owed), strict=True)],
            "credit": sum((one.credit for one in owed), Decimal(0)),
            "owed": sum((one.total for one in owed), Decimal(0)),
            "denials": selectors.denials(shown.practices, shown.first, shown.last)[:12],
            "payers": [
                {"row": one, "name": names.get(one.payer, one.payer)}
                for one in selectors.payers(shown.practices, shown.first, shown.last)
            ],
            "forecast": comes,
            "forecast_most": max((amount for _, amount, _ in comes), default=Decimal(0)),
        }
        access.record("reports.viewed", access.organization, {"last": shown.last.isoformat()})
    return render(request, "reports/reports.html", context)


@require_safe
@screen(Permission.SEE_REPORTS)
def measure(request: AccessRequest, slug: str) -> HttpResponse:
    """Show the claims behind one measure, as they are now."""
    found, shown = BY_SLUG.get(slug), _shown(request)
    if found is None or shown is None:
        raise Http404
    parts = [part for part in _parts(slug, shown) if part.practice_id in shown.practices]
    wanted = sorted(parts, key=lambda part: (part.on, str(part.claim_id)), reverse=True)[:MOST]
    claims = {}
    if request.access.may(Permission.SEE_CLAIMS):
        ids = [part.claim_id for part in wanted if part.claim_id is not None]
        claims = claims_for(request.access).select_related("patient").in_bulk(ids)
    names = payers_billed()
    (reading,) = [
        one for one in selectors.readings(shown.practices, shown.first, shown.last) if one.slug == slug
    ]
    request.access.record("reports.measure_viewed", request.access.organization, {"measure": slug})
    context = {
        "shown": shown,
        "reading": reading,
        "rows": [
            {"part": part, "claim": claims.get(part.claim_id), "payer": names.get(part.payer, part.payer)}
            for part in wanted
        ],
        "all": len(parts),
        "most": MOST,
    }
    return render(request, "reports/measure.html", context)


@require_safe
@screen(Permission.SEE_REPORTS)
def export(request: AccessRequest, table: str, form: str) -> HttpResponse:
    """Give one table as CSV or as a workbook; the export stands in the audit trail."""
    shown = _shown(request)
    if shown is None or table not in TABLES:
        raise Http404
    heading, rows = TABLES[table](shown)
    content, kind = FORMS[form](heading, rows)
    request.access.record("reports.exported", request.access.organization, {"table": table, "form": form})
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="cleanclaim-{table}-{shown.last}.{form}"'
    return response


def _shown(request: AccessRequest) -> Shown | None:
    """Return what the person has chosen to look at, within what they may see; nothing before a first day."""
    mine = request.access.practices(Permission.SEE_REPORTS)
    last = selectors.last_day(mine)
    if last is None:
        return None
    chosen = request.session.get(KEY, {})
    one = next((key for key in mine if str(key) == chosen.get("practice")), None)
    days = int(chosen.get("days", 30))
    first = last - timedelta(days=days - 1)
    return Shown(frozenset((one,)) if one else mine, str(one or ""), days, first, last)


def _parts(slug: str, shown: Shown) -> Iterable[Part]:
    since = datetime.combine(shown.first, time(0), UTC)
    until = datetime.combine(shown.last, time(0), UTC) + timedelta(days=1)
    return BY_SLUG[slug].parts(since, until)
