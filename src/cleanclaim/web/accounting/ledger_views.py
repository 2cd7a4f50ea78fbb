"""The screens of the ledger as a whole: opening, movements, closing by month; months closed."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.ledger import Rolled
from cleanclaim.primitives import ZERO, InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.accounting.account import account_in_words
from cleanclaim.web.accounting.roll_forward import (
    MOVEMENTS,
    as_document,
    closed_months,
    last_day,
    month_of,
    months_with_entries,
    rolled,
    snapshot_of,
    write_csv,
)
from cleanclaim.web.accounting.services.close_month import close_month
from cleanclaim.web.organizations.permissions import Permission


@require_safe
@screen(Permission.SEE_MONEY)
def ledger(request: AccessRequest) -> HttpResponse:
    """Show a month's opening balances, movements and closing balances, and whether they agree."""
    access = request.access
    if not access.may_everywhere(Permission.SEE_MONEY):
        return render(request, "accounting/ledger.html", {"everything": False})
    today = access.at.date()
    month = month_of(request.GET.get("month", "")) or today.replace(day=1)
    rows, closed = rolled(month, last_day(month)), closed_months()
    access.record("ledger.rolled", access.organization, {"month": f"{month:%Y-%m}"})
    mine = closed.get(month)
    context = {
        "everything": True,
        "month": month,
        "rows": [_shown(row) for row in rows],
        "agrees": all(row.agrees for row in rows),
        "sum_opening": sum((row.opening for row in rows), ZERO),
        "sum_closing": sum((row.closing for row in rows), ZERO),
        "months": sorted({*months_with_entries(), today.replace(day=1), month}, reverse=True),
        "closed": mine,
        "moved": mine is not None and mine.document != as_document(rows),
        "all_closed": list(closed.values()),
        "snapshot": snapshot_of(last_day(month)),
        "may_close": access.may_everywhere(Permission.CLOSE_MONTHS)
        and mine is None
        and last_day(month) < today,
    }
    return render(request, "accounting/ledger.html", context)


@require_safe
@screen(Permission.SEE_MONEY)
def ledger_csv(request: AccessRequest) -> HttpResponse:
    """Hand out the roll-forward of a month as CSV: one row a movement, opening and closing among them."""
    access = request.access
    month = month_of(request.GET.get("month", "")) or access.at.date().replace(day=1)
    if not access.may_everywhere(Permission.SEE_MONEY):
        raise Http404
    access.record("ledger.exported", access.organization, {"month": f"{month:%Y-%m}"})
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="roll-forward-{month:%Y-%m}.csv"'
    write_csv(response, rolled(month, last_day(month)), month)
    return response


@require_POST
@screen(Permission.CLOSE_MONTHS)
def close(request: AccessRequest) -> HttpResponse:
    """Close a month that is over; nothing is booked into it afterwards."""
    access = request.access
    month = month_of(request.POST.get("month", ""))
    if month is None:
        raise InvalidValue("no month was chosen.", where="Month", fix="Write it like 2025-11.")
    if not access.may_everywhere(Permission.CLOSE_MONTHS):
        raise InvalidValue(
            "a month is the whole organization's.", fix="Ask somebody who may close it in every practice."
        )
    close_month(month=month, actor=access.actor, at=access.at)
    messages.success(request, f"{month:%B %Y} is closed.")
    return redirect("accounts.ledger")


def _shown(row: Rolled) -> dict[str, object]:
    return {
        "account": account_in_words(row.kind),
        "opening": row.opening,
        "movements": [(MOVEMENTS.get(name, name), amount) for name, amount in row.movements],
        "moved": sum((amount for _, amount in row.movements), ZERO),
        "closing": row.closing,
        "agrees": row.agrees,
    }
