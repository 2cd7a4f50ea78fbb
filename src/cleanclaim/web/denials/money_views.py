"""The screens of amounts that differ from what was agreed: paid short, and paid too much."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Min, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.parameters import Deadline
from cleanclaim.primitives import CleanclaimError, InvalidValue, StateError
from cleanclaim.web.access import Access, AccessRequest, screen
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.denials.access import access_overpayment, overpayments_for, variances_for
from cleanclaim.web.denials.agreed import TOLERANCE, contracts_of
from cleanclaim.web.denials.credits import claims_in_credit
from cleanclaim.web.denials.entry import entered_amount, required_day
from cleanclaim.web.denials.models import Overpayment, Variance
from cleanclaim.web.denials.services.decide_variance import accept, dispute
from cleanclaim.web.denials.services.overpayments import (
    HOWS,
    begin_investigation,
    clock_of,
    end_investigation,
    identify_overpayment,
    return_overpayment,
)
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.selectors import payers_billed

SHOWN = 200
TONES = {
    Overpayment.State.OPEN: ("red", "stop"),
    Overpayment.State.INVESTIGATING: ("amber", "look"),
    Overpayment.State.RETURNED: ("green", "done"),
    Overpayment.State.NOT_OWED: ("grey", "done"),
}


@require_safe
@screen(Permission.SEE_MONEY)
def underpayments(request: AccessRequest) -> HttpResponse:
    """Show what was allowed otherwise than agreed, by payer, contract and term."""
    return _underpayments(request, None)


def _underpayments(request: AccessRequest, problem: CleanclaimError | None) -> HttpResponse:
    access = request.access
    rows = variances_for(access)
    short = rows.filter(verdict=Variance.Verdict.UNDERPAID, state=Variance.State.OPEN)
    groups = (
        short.values("practice", "payer_id", "contract", "term")
        .annotate(
            number=Count("pk"),
            claims=Count("claim", distinct=True),
            expected=Sum("expected"),
            allowed=Sum("allowed"),
            difference=Sum("difference"),
            due=Min("due"),
        )
        .order_by("difference", "payer_id", "contract", "term")
    )
    names, practices = payers_billed(), access.practice_names()
    lines = list(
        rows.filter(state__in=(Variance.State.OPEN, Variance.State.DISPUTED))
        .select_related("claim__patient", "letter")
        .order_by("difference", "pk")[:SHOWN]
    )
    access.record("variances.listed", access.organization, {"shown": len(lines)})
    context = {
        "groups": [
            {
                **group,
                "missing": -group["difference"],
                "payer": names.get(group["payer_id"], group["payer_id"]),
                "practice_name": practices.get(group["practice"], ""),
            }
            for group in groups
        ],
        "lines": lines,
        "has_contracts": _has_contracts(access),
        "tolerance": TOLERANCE,
        "may_work": access.may(Permission.WORK_DENIALS),
        "today": access.at.date(),
        "problem": problem,
    }
    return render(request, "denials/underpayments.html", context, status=422 if problem else 200)


def _has_contracts(access: Access) -> bool:
    try:
        return bool(contracts_of(access.organization.pk))
    except CleanclaimError:
        return False


@require_POST
@screen(Permission.WORK_DENIALS)
def decide_group(request: AccessRequest) -> HttpResponse:
    """Dispute what one term was paid short by letter, or let it be."""
    access, post = request.access, request.POST
    try:
        practice = UUID(post.get("practice", ""))
    except ValueError:
        raise Http404 from None
    access.require(Permission.WORK_DENIALS, practice)
    rows = list(
        variances_for(access, Permission.WORK_DENIALS).filter(
            practice=practice,
            payer_id=post.get("payer", ""),
            contract=post.get("contract", ""),
            term=post.get("term", ""),
            verdict=Variance.Verdict.UNDERPAID,
            state=Variance.State.OPEN,
        )
    )
    try:
        with transaction.atomic():
            if post.get("what") == "accept":
                number = accept(
                    variances=rows, reason=post.get("reason", ""), actor=access.actor, at=access.at
                )
                messages.success(request, f"{number} amounts are let be.")
                return redirect("denials.underpayments")
            letter = dispute(variances=rows, actor=access.actor, at=access.at)
    except (InvalidValue, StateError) as problem:
        return _underpayments(request, problem)
    return redirect("denials.letter", letter_id=letter.pk)


@screen(Permission.SEE_MONEY)
def overpayments(request: AccessRequest) -> HttpResponse:
    """Show what must go back until when, and the claims whose account shows a payer's credit."""
    if request.method == "POST":
        return redirect("denials.overpayments")
    return _overpayments(request, None)


def _overpayments(request: AccessRequest, problem: CleanclaimError | None) -> HttpResponse:
    access = request.access
    rows = list(
        overpayments_for(access).select_related("claim__patient").order_by("state", "due", "pk")[:SHOWN]
    )
    names = payers_billed()
    known = {
        (row.claim_id, row.payer_id)
        for row in rows
        if row.state in (Overpayment.State.OPEN, Overpayment.State.INVESTIGATING)
    }
    mine = claims_for(access, Permission.SEE_MONEY)
    in_credit = [
        found for found in claims_in_credit(mine) if (found["claim"].pk, found["payer_id"]) not in known
    ]
    too_much = (
        variances_for(access)
        .filter(verdict=Variance.Verdict.OVERPAID, state=Variance.State.OPEN)
        .select_related("claim__patient", "payment__remittance")
        .order_by("-difference", "pk")[:SHOWN]
    )
    access.record("overpayments.listed", access.organization, {"shown": len(rows)})
    context = {
        "rows": [
            {
                "row": row,
                "payer": names.get(row.payer_id, row.payer_id),
                "tone": TONES[Overpayment.State(row.state)],
            }
            for row in rows
        ],
        "credits": [
            {**found, "payer": names.get(str(found["payer_id"]), found["payer_id"])} for found in in_credit
        ],
        "too_much": too_much,
        "may_work": access.may(Permission.WORK_DENIALS),
        "today": access.at.date(),
        "problem": problem,
    }
    return render(request, "denials/overpayments.html", context, status=422 if problem else 200)


@require_POST
@screen(Permission.WORK_DENIALS)
def identify(request: AccessRequest) -> HttpResponse:
    """Say that a payer paid too much on a claim."""
    access, post = request.access, request.POST
    try:
        key = UUID(post.get("claim", ""))
    except ValueError:
        raise Http404 from None
    claim = claims_for(access, Permission.WORK_DENIALS).filter(pk=key).first()
    if claim is None:
        raise Http404
    try:
        with transaction.atomic():
            row = identify_overpayment(
                claim=claim,
                payer_id=post.get("payer", ""),
                amount=entered_amount(post.get("amount", ""), "Amount"),
                why=post.get("reason", ""),
                received=required_day(post.get("from", ""), "Received"),
                identified=required_day(post.get("day", ""), "Identified"),
                actor=access.actor,
                at=access.at,
            )
    except (InvalidValue, StateError) as problem:
        return _overpayments(request, problem)
    return redirect("denials.overpayment", overpayment_id=row.pk)


@require_safe
@screen(Permission.SEE_MONEY)
def overpayment(request: AccessRequest, overpayment_id: UUID) -> HttpResponse:
    """Show one overpayment with its clock."""
    row = access_overpayment(request.access, overpayment_id)
    request.access.record("overpayment.viewed", row)
    return _overpayment(request, row, None)


def _overpayment(request: AccessRequest, row: Overpayment, problem: CleanclaimError | None) -> HttpResponse:
    today = request.access.at.date()
    clock = clock_of(row, today)
    until = clock.deadline if isinstance(clock.deadline, Deadline) else None
    context = {
        "row": row,
        "claim": row.claim,
        "payer": payers_billed().get(row.payer_id, row.payer_id),
        "tone": TONES[Overpayment.State(row.state)],
        "until": until,
        "not_known": "" if until else clock.deadline.reason,  # type: ignore[union-attr]
        "clock": clock,
        "events": list(row.events.order_by("-position")),
        "may_work": request.access.may(Permission.WORK_DENIALS, row.practice_id),
        "may_post": request.access.may(Permission.POST_MONEY, row.practice_id),
        "hows": HOWS.items(),
        "today": today,
        "problem": problem,
    }
    return render(request, "denials/overpayment.html", context, status=422 if problem else 200)


@require_POST
@screen(Permission.WORK_DENIALS)
def decide_overpayment(request: AccessRequest, overpayment_id: UUID) -> HttpResponse:
    """Begin or end an investigation, or say that the money went back."""
    access, post = request.access, request.POST
    row = access_overpayment(access, overpayment_id, Permission.WORK_DENIALS)
    day, what, why = post.get("day", ""), post.get("what", ""), post.get("reason", "")
    try:
        with transaction.atomic():
            if what == "begin":
                begin_investigation(
                    overpayment_id=row.pk,
                    on=required_day(day, "Begun on"),
                    why=why,
                    actor=access.actor,
                    at=access.at,
                )
            elif what in ("owed", "not_owed"):
                end_investigation(
                    overpayment_id=row.pk,
                    on=required_day(day, "Ended on"),
                    owed=what == "owed",
                    why=why,
                    actor=access.actor,
                    at=access.at,
                )
            elif what == "return":
                access.require(Permission.POST_MONEY, row.practice_id)
                return_overpayment(
                    overpayment_id=row.pk,
                    on=required_day(day, "Returned on"),
                    how=post.get("method", ""),
                    reference=post.get("reference", ""),
                    actor=access.actor,
                    at=access.at,
                )
            else:
                raise InvalidValue("that is not something to do with an overpayment.")
    except (InvalidValue, StateError) as problem:
        return _overpayment(request, access_overpayment(access, overpayment_id), problem)
    messages.success(request, "Noted.")
    return redirect("denials.overpayment", overpayment_id=row.pk)
