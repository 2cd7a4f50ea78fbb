"""The screens of several denials: the list, its groups by cause, what is done to those that are ticked."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.posting import WriteOffReason
from cleanclaim.primitives import CleanclaimError, InvalidValue, StateError
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.denials.access import access_case
from cleanclaim.web.denials.entry import chosen_colleague, entered_action
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.search import (
    DUES,
    OWNERS,
    SHOWN,
    SORTS,
    STATES as VIEW_STATES,
    View,
    cases_of,
    entered_view,
    remember,
    remembered,
    totals_of,
)
from cleanclaim.web.denials.services.bulk import (
    MOST,
    assign_cases,
    begin_letters,
    start_cases,
    take_step_in_all,
    write_off_all,
)
from cleanclaim.web.denials.words import ACTIONS, CAUSES, STATES
from cleanclaim.web.denials.working import work_up_row
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.organizations.selectors import colleagues_in
from cleanclaim.web.patients.selectors import payers_billed
from cleanclaim.workflow.denials import group_cases

GROUPED = 1000
"""Denials that are grouped on the screen of groups: those of the view that come first."""


@screen(Permission.SEE_MONEY)
def denials(request: AccessRequest) -> HttpResponse:
    """List denials, what is worth most a day first; which ones comes by POST and stays in the session."""
    if request.method == "POST":
        remember(request.session, View() if "clear" in request.POST else entered_view(request.POST))
        return redirect("denials")
    return _list(request, None)


def _list(request: AccessRequest, problem: CleanclaimError | None) -> HttpResponse:
    access, view = request.access, remembered(request.session)
    rows = cases_of(access, view)
    shown = list(rows.select_related("claim__patient", "work_item__owner").defer("document", "facts")[:SHOWN])
    names = payers_billed()
    access.record("denials.listed", access.organization, {"shown": len(shown)})
    context = {
        "rows": [
            {
                "case": case,
                "state": STATES[case.state],
                "payer": names.get(case.payer_id, case.payer_id),
                "cause": CAUSES.get(case.cause, case.cause),
                "next": ACTIONS.get(case.next_action, case.next_action),
                "owner": case.work_item.owner if case.work_item is not None else None,
            }
            for case in shown
        ],
        "totals": totals_of(rows),
        "view": view,
        "view_state": VIEW_STATES[view.state][0] if view.state in VIEW_STATES else "",
        "is_filtered": view != View(),
        "states": {key: words for key, (words, _) in VIEW_STATES.items()},
        "payers": sorted(names.items(), key=lambda pair: pair[1]),
        "payer_names": [names.get(key, key) for key in view.payers],
        "cause_names": [CAUSES.get(key, key) for key in view.causes],
        "causes": CAUSES,
        "owners": OWNERS,
        "dues": DUES,
        "sorts": SORTS,
        "colleagues": colleagues_in(access.roles),
        "reasons": [reason.value for reason in WriteOffReason],
        "may_work": access.may(Permission.WORK_DENIALS),
        "may_post": access.may(Permission.POST_MONEY),
        "today": access.at.date(),
        "problem": problem,
    }
    return render(request, "denials/denials.html", context, status=422 if problem else 200)


@require_safe
@screen(Permission.SEE_MONEY)
def groups(request: AccessRequest) -> HttpResponse:
    """Show the denials of the view by payer, reason and next step: each group can be worked in one go."""
    access, view = request.access, remembered(request.session)
    names = payers_billed()
    today = access.at.date()
    found = group_cases(
        (str(row.pk), row.payer_id, work_up_row(row, today).case) for row in cases_of(access, view)[:GROUPED]
    )
    access.record("denials.grouped", access.organization, {"groups": len(found)})
    shown = [
        {
            "group": group,
            "payer": names.get(group.payer, group.payer),
            "cause": CAUSES.get(group.cause.value, group.cause.value),
            "next": ACTIONS[group.action] if group.action else ACTIONS[""],
        }
        for group in found
    ]
    return render(
        request, "denials/groups.html", {"rows": shown, "view": view, "today": today, "most": GROUPED}
    )


@require_POST
@screen(Permission.WORK_DENIALS)
def act(request: AccessRequest) -> HttpResponse:
    """Do the same to all denials that are ticked, or to none of them."""
    access = request.access
    try:
        keys = [UUID(key) for key in request.POST.getlist("case")[: MOST + 1]]
    except ValueError:
        raise Http404 from None
    cases = [access_case(access, key, Permission.WORK_DENIALS) for key in keys]
    try:
        with transaction.atomic():
            said = _act_on(request, cases)
    except (InvalidValue, StateError) as problem:
        return _list(request, problem)
    messages.success(request, said)
    return redirect("denials.letters" if request.POST.get("what") == "letters" else "denials")


def _act_on(request: AccessRequest, cases: list[DenialCase]) -> str:
    access, post = request.access, request.POST
    number = f"{len(cases)} denial{'s' if len(cases) > 1 else ''}"
    if not cases:
        raise InvalidValue("nothing is ticked.", fix="Tick rows with X first.")
    match post.get("what", ""):
        case "assign":
            owner = chosen_colleague(request)
            assign_cases(cases=cases, owner=owner, actor=access.actor, at=access.at)
            return f"{number} given to {owner.display_name if owner else 'nobody'}."
        case "start":
            start_cases(cases=cases, actor=access.actor, at=access.at)
            return f"{number} begun."
        case "step":
            action = entered_action(post.get("action", ""))
            take_step_in_all(
                cases=cases, action=action, detail=post.get("text", ""), actor=access.actor, at=access.at
            )
            return f"{ACTIONS[action]}: {number}."
        case "letters":
            begin_letters(cases=cases, kind=post.get("kind", "appeal"), actor=access.actor, at=access.at)
            return f"Letters begun for {number}; each waits to be read and sent."
        case "write_off":
            for each in cases:
                access.require(Permission.POST_MONEY, each.practice_id)
            write_off_all(
                cases=cases,
                reason=post.get("reason", ""),
                why=post.get("why", ""),
                actor=access.actor,
                at=access.at,
            )
            return f"{number} written off."
    raise InvalidValue("that is not something to do with denials.")
