"""The screens of figures: all at a glance, what is behind one, and tables to take away."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec
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

KEY = "reports.shown"
PERIODS = {30: "30 days", 90: "90 days", 365: "a year"}
MOST = 200


class Shown(msgspec.Struct, frozen=True):
    """What is looked at: whose practices, and from when to when."""

    practices: frozenset[UUID]
    practice: str
    days: int
    first: date
    last: date


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
def export(request: AccessRequest, table: str) -> HttpResponse:
    """Give one table as CSV; the export stands in the audit trail."""
    shown = _shown(request)
    if shown is None or table not in _TABLES:
        raise Http404
    heading, rows = _TABLES[table](shown)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heading)
    writer.writerows([_cell(one) for one in row] for row in rows)
    request.access.record("reports.exported", request.access.organization, {"table": table})
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cleanclaim-{table}-{shown.last}.csv"'
    return response


def _shown(request: AccessRequest) -> Shown | None:
    """Return what the person has chosen to look at, within what they may see; nothing before a first day."""
    last = selectors.last_day()
    if last is None:
        return None
    mine = request.access.practices(Permission.SEE_REPORTS)
    chosen = request.session.get(KEY, {})
    one = next((key for key in mine if str(key) == chosen.get("practice")), None)
    days = int(chosen.get("days", 30))
    first = last - timedelta(days=days - 1)
    return Shown(frozenset((one,)) if one else mine, str(one or ""), days, first, last)


def _parts(slug: str, shown: Shown) -> Iterable[Part]:
    since = datetime.combine(shown.first, time(0), UTC)
    until = datetime.combine(shown.last, time(0), UTC) + timedelta(days=1)
    return BY_SLUG[slug].parts(since, until)


Table = tuple[Sequence[str], Iterable[Sequence[object]]]


def _measures(shown: Shown) -> Table:
    rows = selectors.readings(shown.practices, shown.first, shown.last)
    days = (shown.first, shown.last)
    return (
        ("measure", "from", "to", "value", "unit", "numerator", "denominator", "formula"),
        ((one.name, *days, one.value, one.unit, one.numerator, one.denominator, one.formula) for one in rows),
    )


def _aging(shown: Shown) -> Table:
    ages = [f"days {name}" for name, _ in BUCKETS]
    rows = selectors.aging(shown.practices, shown.last)
    return (
        ("payer", "day", *ages, "owed", "credits"),
        ((one.payer, shown.last, *one.ages, one.total, one.credit) for one in rows),
    )


def _denials(shown: Shown) -> Table:
    rows = selectors.denials(shown.practices, shown.first, shown.last)
    return (
        ("code", "from", "to", "amount", "cases", "share", "share with those above"),
        ((one.code, shown.first, shown.last, one.amount, one.cases, one.share, one.together) for one in rows),
    )


def _payers(shown: Shown) -> Table:
    rows = selectors.payers(shown.practices, shown.first, shown.last)
    return (
        ("payer", "from", "to", "charges", "paid", "claims decided", "denied", "first pass", "days"),
        (
            (
                one.payer,
                shown.first,
                shown.last,
                one.charges,
                one.paid,
                one.decided,
                one.denied,
                one.first_pass,
                one.days,
            )
            for one in rows
        ),
    )


def _forecast(shown: Shown) -> Table:
    rows = selectors.forecast(shown.practices, shown.last)
    return ("week", "may come", "claims"), rows


_TABLES = {
    "measures": _measures,
    "aging": _aging,
    "denials": _denials,
    "payers": _payers,
    "forecast": _forecast,
}


def _cell(value: object) -> object:
    """Return a cell of an export; a text that a spreadsheet would calculate is kept a text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        return f"'{value}"
    return value
