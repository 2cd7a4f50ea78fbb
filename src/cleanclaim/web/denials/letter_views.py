"""The screens of letters: which there are, writing one, its packet, when it went out, what came back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import CleanclaimError, InvalidValue, StateError
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.denials.access import access_letter, access_packet, letters_for
from cleanclaim.web.denials.entry import entered_amount, entered_day, required_day
from cleanclaim.web.denials.models import Letter
from cleanclaim.web.denials.services.make_packet import make_packet
from cleanclaim.web.denials.services.write_letter import (
    answer_letter,
    drop_letter,
    places_to_fill,
    save_letter,
    send_letter,
)
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.selectors import payers_billed

SHOWN = 100
TONES = {
    Letter.State.DRAFT: ("amber", "waits"),
    Letter.State.SENT: ("blue", "under_way"),
    Letter.State.ANSWERED: ("green", "done"),
    Letter.State.DROPPED: ("grey", "begun"),
}


@require_safe
@screen(Permission.SEE_MONEY)
def letters(request: AccessRequest) -> HttpResponse:
    """List letters: drafts first, by their last day, then those that wait for an answer."""
    access = request.access
    rows = letters_for(access).select_related("case__claim__patient")
    drafts = list(rows.filter(state=Letter.State.DRAFT).order_by("due", "pk")[:SHOWN])
    out = list(rows.filter(state=Letter.State.SENT).order_by("answer_due", "pk")[:SHOWN])
    done = rows.exclude(state__in=(Letter.State.DRAFT, Letter.State.SENT))
    names = payers_billed()
    access.record("letters.listed", access.organization, {"shown": len(drafts) + len(out)})
    shown = [
        {
            "letter": row,
            "payer": names.get(row.payer_id, row.payer_id),
            "tone": TONES[Letter.State(row.state)],
        }
        for row in (*drafts, *out, *done.order_by("-made_at", "pk")[:20])
    ]
    return render(request, "denials/letters.html", {"rows": shown, "today": access.at.date()})


@require_safe
@screen(Permission.SEE_MONEY)
def letter(request: AccessRequest, letter_id: UUID) -> HttpResponse:
    """Show a letter with its versions and packets."""
    row = access_letter(request.access, letter_id)
    request.access.require(Permission.SEE_NOTES, row.practice_id)
    request.access.record("letter.viewed", row)
    return _letter(request, row, None)


@require_POST
@screen(Permission.WORK_DENIALS)
def save(request: AccessRequest, letter_id: UUID) -> HttpResponse:
    """Keep what somebody wrote as the letter's next version."""

    def change(request: AccessRequest, row: Letter) -> str:
        version = save_letter(
            letter_id=row.pk,
            text=request.POST.get("text", ""),
            actor=request.access.actor,
            at=request.access.at,
        )
        return f"Kept as version {version.number}."

    return _change(request, letter_id, change)


def _letter(request: AccessRequest, row: Letter, problem: CleanclaimError | None) -> HttpResponse:
    access = request.access
    version = row.versions.get(number=row.current_version)
    text = request.POST.get("text") if problem and "day" not in request.POST else None
    context = {
        "letter": row,
        "case": row.case,
        "payer": payers_billed().get(row.payer_id, row.payer_id),
        "state": (row.get_state_display(), *TONES[Letter.State(row.state)]),
        "text": text if text is not None else version.text(),
        "version": version,
        "versions": [
            {"made_by": each.made_by, "made_at": each.made_at, "word": f"version {each.number} written"}
            for each in row.versions.order_by("-number").defer("sealed_text")
        ],
        "to_fill": places_to_fill(version.text()),
        "packets": list(row.packets.select_related("version").order_by("-number").defer("sealed_content")),
        "events": list(row.events.order_by("-position")),
        "variances": list(row.variances.select_related("claim").order_by("pk")),
        "hows": Letter.How.choices,
        "responses": [choice for choice in Letter.Response.choices if choice[0]],
        "is_draft": row.state == Letter.State.DRAFT,
        "is_out": row.state == Letter.State.SENT,
        "may_work": access.may(Permission.WORK_DENIALS, row.practice_id),
        "today": access.at.date(),
        "problem": problem,
    }
    return render(request, "denials/letter.html", context, status=422 if problem else 200)


def _change(
    request: AccessRequest, letter_id: UUID, change: Callable[[AccessRequest, Letter], str]
) -> HttpResponse:
    """Let a change happen, or show the letter with the reason why it cannot; nothing half is left."""
    row = access_letter(request.access, letter_id, Permission.WORK_DENIALS)
    request.access.require(Permission.SEE_NOTES, row.practice_id)
    try:
        with transaction.atomic():
            said = change(request, row)
    except (InvalidValue, StateError) as problem:
        return _letter(request, access_letter(request.access, letter_id), problem)
    messages.success(request, said)
    return redirect("denials.letter", letter_id=row.pk)


@require_POST
@screen(Permission.WORK_DENIALS)
def make(request: AccessRequest, letter_id: UUID) -> HttpResponse:
    """Make the packet of a letter's current words."""

    def change(request: AccessRequest, row: Letter) -> str:
        made = make_packet(
            letter_id=row.pk,
            whole_note="whole_note" in request.POST,
            actor=request.access.actor,
            at=request.access.at,
        )
        return f"Packet {made.number} is made: {sum(pages for _, pages in made.parts)} pages."

    return _change(request, letter_id, change)


@require_POST
@screen(Permission.WORK_DENIALS)
def sent(request: AccessRequest, letter_id: UUID) -> HttpResponse:
    """Say that a letter went out."""

    def change(request: AccessRequest, row: Letter) -> str:
        post = request.POST
        send_letter(
            letter_id=row.pk,
            on=required_day(post.get("day", ""), "Sent on"),
            how=post.get("method", ""),
            tracking=post.get("reference", ""),
            answer_due=entered_day(post.get("until", ""), "Answer due"),
            actor=request.access.actor,
            at=request.access.at,
        )
        return "Sent: it comes back to the work list when an answer is due."

    return _change(request, letter_id, change)


@require_POST
@screen(Permission.WORK_DENIALS)
def answered(request: AccessRequest, letter_id: UUID) -> HttpResponse:
    """Say what the payer answered."""

    def change(request: AccessRequest, row: Letter) -> str:
        post = request.POST
        answer_letter(
            letter_id=row.pk,
            response=post.get("what", ""),
            on=required_day(post.get("day", ""), "Answered on"),
            recovered=entered_amount(post.get("amount", ""), "Recovered"),
            text=post.get("text", ""),
            actor=request.access.actor,
            at=request.access.at,
        )
        return "Noted."

    return _change(request, letter_id, change)


@require_POST
@screen(Permission.WORK_DENIALS)
def drop(request: AccessRequest, letter_id: UUID) -> HttpResponse:
    """Give a draft up."""

    def change(request: AccessRequest, row: Letter) -> str:
        drop_letter(
            letter_id=row.pk,
            reason=request.POST.get("reason", ""),
            actor=request.access.actor,
            at=request.access.at,
        )
        return "Dropped."

    return _change(request, letter_id, change)


@require_safe
@screen(Permission.SEE_MONEY)
def packet(request: AccessRequest, packet_id: UUID) -> HttpResponse:
    """Hand a packet over as PDF; that it was opened is written down."""
    row = access_packet(request.access, packet_id)
    request.access.require(Permission.SEE_NOTES, row.letter.practice_id)
    request.access.record("packet.viewed", row)
    response = HttpResponse(row.content(), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="packet-{row.number}.pdf"'
    return response
