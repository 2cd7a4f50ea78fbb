"""The screens of remittances: the checks, and whether each balances."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.interface.paging import asked_after, page_by_day
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.access import access_remittance, remittances_for
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.remits.screens import STATES, balance_of, remittance_screen


@require_safe
@screen(Permission.SEE_MONEY)
def remittances(request: AccessRequest) -> HttpResponse:
    """List remittances, the newest first, each with what it leaves open."""
    rows = remittances_for(request.access).prefetch_related("payments")
    page = page_by_day(rows, field="paid_on", after=asked_after(request))
    request.access.record("remittances.listed", request.access.organization, {"shown": len(page.rows)})
    shown = [
        {
            "remittance": row,
            "state": STATES[Remittance.State(row.state)],
            "balance": balance_of(row, list(row.payments.all()), row.value()),
            "claims": len(row.payments.all()),
            "denied": sum(payment.denied for payment in row.payments.all()),
        }
        for row in page.rows
    ]
    return render(request, "remits/remittances.html", {"rows": shown, "page": page})


@require_safe
@screen(Permission.SEE_MONEY)
def remittance(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Show one remittance: its balance, its claims with what was decided, what stays open."""
    row = access_remittance(request.access, remittance_id)
    request.access.record("remittance.viewed", row)
    return render(request, "remits/remittance.html", remittance_screen(row))
