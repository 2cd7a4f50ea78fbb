"""Home, and the one work list over all stages."""

import json
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import InvalidValue, parse_iso
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.access import access_claim
from cleanclaim.web.claims.services.release_claim import release_claim
from cleanclaim.web.organizations.models import User
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.organizations.selectors import colleagues_in
from cleanclaim.web.patients.selectors import payers_billed
from cleanclaim.web.worklists.access import access_batch, access_work_item, work_items_for
from cleanclaim.web.worklists.home import home_screen
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.preview import preview_of
from cleanclaim.web.worklists.search import (
    DUES,
    OWNERS,
    SHOWN,
    SORTS,
    View,
    entered_view,
    items_of,
    kinds_of,
    remember,
    remembered,
    totals_of,
    with_rows,
)
from cleanclaim.web.worklists.services.work_items import (
    assign_items,
    close_items_by_hand,
    defer_items,
    note_item,
    undo,
)
from cleanclaim.web.worklists.stages import STAGES, sight_of, stage_of, target_of


@require_safe
@screen(Permission.SEE_REFERENCE)
def home(request: AccessRequest) -> HttpResponse:
    """Show what needs the person today, what is late, what it is worth, and what machines did."""
    request.access.record("home.viewed", request.access.organization)
    return render(request, "worklists/home.html", home_screen(request.access))


@screen(Permission.WORK_LIST)
def worklist(request: AccessRequest) -> HttpResponse:
    """Show the work, what is due first; which part of it comes by POST and stays in the session."""
    if request.method == "POST":
        remember(request.session, View() if "clear" in request.POST else entered_view(request.POST))
        return redirect("worklist")
    return _list(request)


def _list(
    request: AccessRequest, *, problem: InvalidValue | None = None, toast: dict[str, str] | None = None
) -> HttpResponse:
    access, view = request.access, remembered(request.session)
    rows = items_of(access, view)
    items = list(with_rows(rows)[:SHOWN])
    names = payers_billed()
    access.record("worklist.viewed", access.organization, {"shown": len(items)})
    context = {
        "rows": [
            _row(item, access.may(stage_of(item).permission, item.practice_id), names) for item in items
        ],
        "totals": totals_of(rows),
        "view": view,
        "today": access.at.date(),
        "stages": {kind: STAGES[kind] for kind in (view.kinds or kinds_of(access))},
        "all_stages": STAGES,
        "payers": sorted(names.items(), key=lambda pair: pair[1]),
        "practices": access.practice_names(),
        "owners": OWNERS,
        "dues": DUES,
        "sorts": SORTS,
        "colleagues": colleagues_in(access.roles),
        "may_work": access.may(Permission.WORK_ITEMS),
        "problem": problem,
        "is_filtered": view != View(),
        "toast": toast,
    }
    part = request.headers.get("HX-Request") and request.method == "POST"
    response = render(
        request,
        "worklists/_list.html" if part else "worklists/worklist.html",
        context,
        status=422 if problem and not part else 200,
    )
    if toast and part:
        response.headers["HX-Trigger"] = json.dumps({"toast": toast})
    return response


def _row(item: WorkItem, may_act: bool, payers: dict[str, str]) -> dict[str, object]:
    about = item.claim or item.encounter
    view, key = target_of(item) if may_act else sight_of(item)
    payer = item.claim.payer_id if item.claim else item.remittance.payer_id if item.remittance else ""
    return {
        "item": item,
        "stage": stage_of(item),
        "patient": about.patient if about is not None else None,
        "payer": payers.get(payer, payer),
        "service": about.date_of_service if about is not None else None,
        "url": reverse(view, args=[key]),
        "may_act": may_act,
        "releases": item.kind == WorkItem.Kind.RELEASE,
    }


@require_safe
@screen(Permission.WORK_LIST)
def item(request: AccessRequest, item_id: UUID) -> HttpResponse:
    """Show one item with what it is about: beside the list, or as a page of its own."""
    row = access_work_item(request.access, item_id)
    request.access.record("work_item.viewed", row)
    context = {
        **_row(row, request.access.may(stage_of(row).permission, row.practice_id), payers_billed()),
        **preview_of(request.access, row),
    }
    context["may_work"] = request.access.may(Permission.WORK_ITEMS, row.practice_id)
    context["today"] = request.access.at.date()
    part = request.headers.get("HX-Request")
    return render(request, "worklists/_preview.html" if part else "worklists/item.html", context)


@require_POST
@screen(Permission.WORK_ITEMS)
def act(request: AccessRequest) -> HttpResponse:
    """Assign, defer or close the items that were ticked."""
    access = request.access
    try:
        items = [
            access_work_item(access, UUID(key), Permission.WORK_ITEMS) for key in request.POST.getlist("item")
        ]
    except ValueError:
        raise Http404 from None
    if not items:
        return _done(request, InvalidValue("nothing is ticked.", fix="Tick rows with X first."), None)
    what = request.POST.get("what", "")
    number = f"{len(items)} item{'s' if len(items) > 1 else ''}"
    try:
        if what == "assign":
            owner = _colleague(request)
            batch = assign_items(items=items, owner=owner, actor=access.actor, at=access.at)
            said = f"{number} given to {owner.display_name if owner else 'nobody'}"
        elif what == "defer":
            until = _day(request.POST.get("until", ""))
            batch = defer_items(items=items, until=until, actor=access.actor, at=access.at)
            said = f"{number} put away until {until}"
        elif what == "close":
            batch = close_items_by_hand(
                items=items, outcome=request.POST.get("outcome", ""), actor=access.actor, at=access.at
            )
            said = f"{number} closed"
        else:
            raise InvalidValue("that is not something to do with work.")
    except InvalidValue as problem:
        return _done(request, problem, None)
    return _done(request, None, {"message": said, "undo": reverse("worklist.undo", args=[batch])})


@require_POST
@screen(Permission.WORK_ITEMS)
def undo_action(request: AccessRequest, batch: UUID) -> HttpResponse:
    """Take back what the person just did."""
    undo(batch=access_batch(request.access, batch), actor=request.access.actor, at=request.access.at)
    return redirect("worklist")


@require_POST
@screen(Permission.WORK_ITEMS)
def note(request: AccessRequest, item_id: UUID) -> HttpResponse:
    """Write a note to an item."""
    row = access_work_item(request.access, item_id, Permission.WORK_ITEMS)
    note_item(item=row, text=request.POST.get("text", ""), actor=request.access.actor, at=request.access.at)
    if request.headers.get("HX-Request"):
        context = {**_row(row, True, payers_billed()), **preview_of(request.access, row), "may_work": True}
        context["today"] = request.access.at.date()
        return render(request, "worklists/_preview.html", context)
    return redirect("worklist.item", item_id=row.pk)


@require_POST
@screen(Permission.RELEASE_CLAIMS)
def release(request: AccessRequest, item_id: UUID) -> HttpResponse:
    """Release the claim of an item from the list."""
    row = work_items_for(request.access).filter(pk=item_id, kind=WorkItem.Kind.RELEASE).first()
    if row is None or row.claim_id is None:
        raise Http404
    claim = access_claim(request.access, row.claim_id, Permission.RELEASE_CLAIMS)
    release_claim(claim_id=claim.pk, actor=request.access.actor, at=request.access.at)
    said = f"Claim {claim.patient_control_number} released"
    return _done(request, None, {"message": said, "undo": reverse("claims.recall", args=[claim.pk])})


def _done(request: AccessRequest, problem: InvalidValue | None, toast: dict[str, str] | None) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _list(request, problem=problem, toast=toast)
    if problem is not None:
        return _list(request, problem=problem)
    return redirect("worklist")


def _colleague(request: AccessRequest) -> User | None:
    chosen = request.POST.get("owner", "")
    if not chosen:
        return None
    if chosen == "me":
        return request.access.user
    for user in colleagues_in(request.access.roles):
        if str(user.pk) == chosen:
            return user
    raise InvalidValue("that colleague does not work here.", where="Owner")


def _day(text: str) -> date:
    if not text:
        raise InvalidValue("no day was chosen.", where="Day", fix="Choose one.")
    return parse_iso(text)
