"""The screens of remittances: the checks, whether each balances, closing them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.interface.paging import asked_after, page_by_day
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.access import access_remittance, remittances_for
from cleanclaim.web.remits.screens import listed, open_neighbour, remittance_screen
from cleanclaim.web.remits.services.close_remittance import close_remittance, reopen_remittance
from cleanclaim.web.remits.unmatched import unmatched_for


@require_safe
@screen(Permission.SEE_MONEY)
def remittances(request: AccessRequest) -> HttpResponse:
    """List remittances, the newest first, each with what it leaves open."""
    rows = remittances_for(request.access).defer("document")
    page = page_by_day(rows, field="paid_on", after=asked_after(request))
    request.access.record("remittances.listed", request.access.organization, {"shown": len(page.rows)})
    context = {
        "rows": listed(list(page.rows)),
        "page": page,
        "unmatched": unmatched_for(request.access).count(),
        "may_post": request.access.may(Permission.POST_MONEY),
    }
    return render(request, "remits/remittances.html", context)


@require_safe
@screen(Permission.SEE_MONEY)
def remittance(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Show one remittance: its balance, exceptions first, what was decided, what stays open."""
    row = access_remittance(request.access, remittance_id)
    request.access.record("remittance.viewed", row)
    return render(request, "remits/remittance.html", remittance_screen(request.access, row))


@require_POST
@screen(Permission.POST_MONEY)
def close(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Close a remittance at difference zero and go to the next open one, or to the list."""
    row = access_remittance(request.access, remittance_id, Permission.POST_MONEY)
    close_remittance(remittance_id=row.pk, actor=request.access.actor, at=request.access.at)
    messages.success(request, f"Trace {row.trace_number} is closed at difference zero.")
    following = open_neighbour(request.access, row)
    if following is None:
        return redirect("remittances")
    return redirect("remittances.remittance", remittance_id=following.pk)


@require_POST
@screen(Permission.POST_MONEY)
def reopen(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Open a closed remittance again, with a reason."""
    row = access_remittance(request.access, remittance_id, Permission.POST_MONEY)
    reopen_remittance(
        remittance_id=row.pk,
        reason=request.POST.get("reason", ""),
        actor=request.access.actor,
        at=request.access.at,
    )
    messages.success(request, "Reopened.")
    return redirect("remittances.remittance", remittance_id=row.pk)
