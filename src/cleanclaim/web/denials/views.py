"""The screens of one denial: what it is, what is done about it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.posting import WriteOffReason
from cleanclaim.primitives import CleanclaimError, InvalidValue, StateError
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.correction import Correction
from cleanclaim.web.claims.services.scrub_claim import scrub_claim
from cleanclaim.web.claims.standing import STANDINGS
from cleanclaim.web.denials.access import access_case
from cleanclaim.web.denials.entry import chosen_colleague, entered_action, entered_amount, entered_day
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.screens import case_screen
from cleanclaim.web.denials.services.bulk import (
    assign_cases,
)
from cleanclaim.web.denials.services.decide_case import (
    answer_case,
    bill_patient,
    change_facts,
    start_case,
    take_step,
    take_step_back,
    write_off_case,
)
from cleanclaim.web.denials.services.move_case import locked_case, note_case
from cleanclaim.web.denials.services.send_again import VOID, WORDS, refusals, send_claim_again
from cleanclaim.web.denials.services.write_letter import begin_letter
from cleanclaim.web.denials.words import ACTIONS
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.organizations.selectors import colleagues_in
from cleanclaim.workflow.denials import Action


@require_safe
@screen(Permission.SEE_MONEY)
def case(request: AccessRequest, case_id: UUID) -> HttpResponse:
    """Show one denial: what the payer said, what may be done, until when, and what was done."""
    row = access_case(request.access, case_id)
    request.access.record("denial.viewed", row)
    return _case(request, row, None)


def _case(request: AccessRequest, row: DenialCase, problem: CleanclaimError | None) -> HttpResponse:
    context = case_screen(request.access, row)
    context["reasons"] = [reason.value for reason in WriteOffReason]
    context["colleagues"] = colleagues_in([row.practice_id])
    context["problem"] = problem
    return render(request, "denials/case.html", context, status=422 if problem else 200)


def _change(request: AccessRequest, case_id: UUID, change: Callable[[DenialCase], str]) -> HttpResponse:
    """Let a change happen, or show the case with the reason why it cannot; nothing half is left."""
    row = access_case(request.access, case_id, Permission.WORK_DENIALS)
    try:
        with transaction.atomic():
            said = change(row)
    except (InvalidValue, StateError) as problem:
        return _case(request, access_case(request.access, case_id), problem)
    messages.success(request, said)
    return redirect("denials.case", case_id=row.pk)


@require_POST
@screen(Permission.WORK_DENIALS)
def step(request: AccessRequest, case_id: UUID) -> HttpResponse:
    """Take a step: begin, what was done outside, write off, bill the patient, take back."""

    def change(row: DenialCase) -> str:
        access, post = request.access, request.POST
        what, text = post.get("what", ""), post.get("text", "")
        key, actor, at = row.pk, access.actor, access.at
        if what == "start":
            start_case(case_id=key, actor=actor, at=at)
            return "Begun: it is yours to finish."
        if what == "back":
            take_step_back(case_id=key, actor=actor, at=at, reason=text)
            return "Taken back."
        if what == "assign":
            owner = chosen_colleague(request)
            assign_cases(cases=[row], owner=owner, actor=actor, at=at)
            return f"Given to {owner.display_name if owner else 'nobody'}."
        action = entered_action(what)
        if action in (Action.WRITE_OFF, Action.BILL_PATIENT):
            access.require(Permission.POST_MONEY, row.practice_id)
        if action is Action.WRITE_OFF:
            write_off_case(case_id=key, actor=actor, at=at, reason=post.get("reason", ""), why=text)
            return "Written off and booked."
        if action is Action.BILL_PATIENT:
            bill_patient(case_id=key, actor=actor, at=at, why=text)
            return "Moved to the patient."
        take_step(
            case_id=key,
            actor=actor,
            at=at,
            action=action,
            detail=text,
            ask_again=entered_day(post.get("until", ""), "Ask again on"),
        )
        return f"{ACTIONS[action]}: noted."

    return _change(request, case_id, change)


@require_POST
@screen(Permission.WORK_DENIALS)
def answer(request: AccessRequest, case_id: UUID) -> HttpResponse:
    """Say what the payer answered."""

    def change(row: DenialCase) -> str:
        access, post = request.access, request.POST
        answer_case(
            case_id=row.pk,
            upheld=post.get("what") != "overturned",
            recovered=entered_amount(post.get("amount", ""), "Recovered"),
            detail=post.get("text", "").strip()[:400],
            actor=access.actor,
            at=access.at,
        )
        return "Noted."

    return _change(request, case_id, change)


@require_POST
@screen(Permission.WORK_DENIALS)
def facts(request: AccessRequest, case_id: UUID) -> HttpResponse:
    """Say what neither claim nor answer tells; the guardrails follow."""

    def change(row: DenialCase) -> str:
        post = request.POST
        change_facts(
            case_id=row.pk,
            qmb="qmb" in post,
            surprise_bill="surprise_bill" in post,
            notice_signed="notice_signed" in post,
            restricted="restricted" in post,
            ptp_indicator=post.get("ptp_indicator", "").strip(),
            actor=request.access.actor,
            at=request.access.at,
        )
        return "Worked up anew with what is known now."

    return _change(request, case_id, change)


@require_POST
@screen(Permission.WORK_DENIALS)
def note(request: AccessRequest, case_id: UUID) -> HttpResponse:
    """Write a note into the case's history."""

    def change(row: DenialCase) -> str:
        locked = locked_case(row.pk)
        note_case(
            case=locked, text=request.POST.get("text", ""), actor=request.access.actor, at=request.access.at
        )
        return "Noted."

    return _change(request, case_id, change)


@require_POST
@screen(Permission.WORK_DENIALS)
def write(request: AccessRequest, case_id: UUID) -> HttpResponse:
    """Begin a letter about a denial, or go on with its draft."""
    access = request.access
    row = access_case(access, case_id, Permission.WORK_DENIALS)
    try:
        with transaction.atomic():
            letter = begin_letter(
                case_id=row.pk, kind=request.POST.get("kind", ""), actor=access.actor, at=access.at
            )
    except (InvalidValue, StateError) as problem:
        return _case(request, row, problem)
    return redirect("denials.letter", letter_id=letter.pk)


@screen(Permission.WORK_DENIALS)
def again(request: AccessRequest, case_id: UUID, frequency: str) -> HttpResponse:
    """Correct a denied claim and send it again: as a replacement, a new claim, or a void."""
    access = request.access
    row = access_case(access, case_id, Permission.WORK_DENIALS)
    access.require(Permission.CHANGE_CLAIMS, row.practice_id)
    value = row.claim.value()
    posted = request.method == "POST"
    correction = Correction(value, request.POST if posted else None)
    problem: CleanclaimError | None = None
    rails = refusals(row, frequency, access.at)
    if posted and frequency == VOID and request.POST.get("reason", "").strip():
        corrected = value
    elif posted and correction.is_valid():
        corrected = correction.value()
    else:
        corrected = None
    if corrected is not None:
        try:
            with transaction.atomic():
                claim = send_claim_again(
                    case_id=row.pk,
                    frequency=frequency,
                    value=corrected,
                    reason=request.POST.get("reason", ""),
                    actor=access.actor,
                    at=access.at,
                )
        except (InvalidValue, StateError) as error:
            problem = error
        else:
            scrub_claim(claim_id=claim.pk, at=access.at)
            claim.refresh_from_db()
            messages.success(request, f"Corrected and checked again: {STANDINGS[claim.state].word.lower()}.")
            return redirect("claims.claim", claim_id=claim.pk)
    access.record("denial.viewed", row, {"tab": "again"})
    context = {
        "case": row,
        "claim": row.claim,
        "patient": row.claim.patient,
        "frequency": frequency,
        "word": WORDS[frequency],
        "is_void": frequency == VOID,
        "rails": rails,
        "correction": correction,
        "problem": problem,
    }
    return render(request, "denials/again.html", context, status=422 if posted else 200)
