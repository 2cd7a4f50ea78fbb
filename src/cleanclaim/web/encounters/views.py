"""The screens of coding: the list, a note with its codes, and questions to the provider."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.encounters import screens
from cleanclaim.web.encounters.access import (
    access_code,
    access_encounter,
    access_query,
    encounters_for,
    queries_for,
)
from cleanclaim.web.encounters.models import Encounter, ProviderQuery
from cleanclaim.web.encounters.note import span_of
from cleanclaim.web.encounters.search import EncounterSearch, entered_search, remember, remembered
from cleanclaim.web.encounters.services.accept_codes import accept_codes
from cleanclaim.web.encounters.services.decide_code import (
    accept_selected,
    accepted_in_sequence,
    add_code,
    decide_code,
    move_code,
)
from cleanclaim.web.encounters.services.query_provider import (
    answer_query,
    send_query,
    settle_queries,
    withdraw_query,
    write_query,
)
from cleanclaim.web.interface.paging import asked_after, page_by_day
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.workflow import EncounterState

STOP_POLLING = 286
"""The status with which htmx asks no more."""


@screen(Permission.SEE_NOTES)
def encounters(request: AccessRequest) -> HttpResponse:
    """List encounters, those whose codes wait unless others were asked for, oldest first."""
    if request.method == "POST":
        remember(
            request.session, EncounterSearch() if "clear" in request.POST else entered_search(request.POST)
        )
        return redirect("encounters")
    search = remembered(request.session)
    rows = search.apply(encounters_for(request.access)).select_related("patient", "practice")
    page = page_by_day(rows, field="date_of_service", after=asked_after(request), newest_first=False)
    request.access.record("encounters.listed", request.access.organization, {"shown": len(page.rows)})
    shown = [{"encounter": row, "state": screens.STATES[row.state]} for row in page.rows]  # type: ignore[index]
    context = {"rows": shown, "page": page, "search": search, "states": screens.STATES}
    return render(request, "encounters/encounters.html", context)


@require_safe
@screen(Permission.SEE_NOTES)
def encounter(request: AccessRequest, encounter_id: UUID) -> HttpResponse:
    """Show a note with its evidence, its codes, and its questions."""
    row = access_encounter(request.access, encounter_id)
    asked = request.GET.get("version", "")
    version = int(asked) if asked.isdecimal() and len(asked) < 6 else None
    request.access.record("encounter.viewed", row, {"version": asked[:6]})
    return render(
        request, "encounters/encounter.html", screens.coding_screen(request.access, row, version=version)
    )


@require_safe
@screen(Permission.SEE_NOTES)
def codes(request: AccessRequest, encounter_id: UUID) -> HttpResponse:
    """Show the codes alone: what the page asks for while the claim is being built."""
    row = access_encounter(request.access, encounter_id)
    response = _codes(request, row)
    if row.state != EncounterState.ACCEPTED and response.status_code == HttpResponse.status_code:
        response.status_code = STOP_POLLING
    return response


@require_POST
@screen(Permission.CODE)
def decide(request: AccessRequest, encounter_id: UUID, code_id: UUID) -> HttpResponse:
    """Accept, reject, put back, or move one code."""
    code = access_code(request.access, encounter_id, code_id)
    actor, at = request.access.actor, request.access.at
    what = request.POST.get("what", "")
    if what in ("up", "down"):
        move_code(assignment_id=code.pk, up=what == "up", actor=actor, at=at)
    else:
        reason = request.POST.get("other", "").strip() or request.POST.get("reason", "")
        decide_code(assignment_id=code.pk, decision=what, reason=reason, actor=actor, at=at)
    return _codes(request, access_encounter(request.access, encounter_id))


@require_POST
@screen(Permission.CODE)
def take_selected(request: AccessRequest, encounter_id: UUID) -> HttpResponse:
    """Accept all codes that the machine selected and nobody has decided."""
    row = access_encounter(request.access, encounter_id, Permission.CODE)
    accept_selected(encounter_id=row.pk, actor=request.access.actor, at=request.access.at)
    return _codes(request, row)


@require_POST
@screen(Permission.CODE)
def find(request: AccessRequest, encounter_id: UUID) -> HttpResponse:
    """Search the code set of the encounter's day for a code to add."""
    row = access_encounter(request.access, encounter_id, Permission.CODE)
    words = request.POST.get("words", "").strip()[:100]
    found = screens.found_codes(words, row) if words else {"hits": []}
    return render(request, "encounters/_found.html", {**found, "encounter": row, "words": words})


@require_POST
@screen(Permission.CODE)
def add(request: AccessRequest, encounter_id: UUID) -> HttpResponse:
    """Add a code that was not proposed."""
    row = access_encounter(request.access, encounter_id, Permission.CODE)
    add_code(
        encounter_id=row.pk,
        code=request.POST.get("code", ""),
        actor=request.access.actor,
        at=request.access.at,
    )
    return _codes(request, row)


@require_POST
@screen(Permission.CODE)
def accept(request: AccessRequest, encounter_id: UUID) -> HttpResponse:
    """Accept the encounter: its claim is built from the accepted codes, in their sequence."""
    row = access_encounter(request.access, encounter_id, Permission.CODE)
    actor, at = request.access.actor, request.access.at
    accept_codes(
        encounter_id=row.pk, codes=[code.code for code in accepted_in_sequence(row)], actor=actor, at=at
    )
    settle_queries(encounter=row, actor=actor, at=at)
    messages.success(request, "Accepted. The claim is built in a moment.")
    return redirect("encounters.encounter", encounter_id=row.pk)


@require_POST
@screen(Permission.CODE)
def ask(request: AccessRequest, encounter_id: UUID) -> HttpResponse:
    """Write a question of one's own, about words of the note."""
    row = access_encounter(request.access, encounter_id, Permission.CODE)
    words = request.POST.get("words", "")
    span = span_of(row.documents.order_by("-version")[0].text(), words)
    if words and span is None:
        raise InvalidValue(
            "the words that the question is about are not in the note.", fix="Copy them from it."
        )
    write_query(
        encounter_id=row.pk,
        question=request.POST.get("question", ""),
        options=request.POST.get("options", "").splitlines(),
        evidence=[span] if span else [],
        actor=request.access.actor,
        at=request.access.at,
    )
    return redirect("encounters.encounter", encounter_id=row.pk)


@require_POST
@screen(Permission.CODE)
def send(request: AccessRequest, encounter_id: UUID, query_id: UUID) -> HttpResponse:
    """Send a question in the words settled on, or withdraw it."""
    row = access_query(request.access, query_id, Permission.CODE)
    if row.encounter_id != encounter_id:
        raise Http404
    actor, at = request.access.actor, request.access.at
    if "withdraw" in request.POST:
        withdraw_query(query_id=row.pk, actor=actor, at=at)
        messages.success(request, "Withdrawn.")
    else:
        send_query(
            query_id=row.pk,
            question=request.POST.get("question", ""),
            options=request.POST.get("options", "").splitlines(),
            actor=actor,
            at=at,
        )
        messages.success(request, "Sent to the provider.")
    return redirect("encounters.encounter", encounter_id=encounter_id)


@require_safe
@screen(Permission.SEE_NOTES)
def queries(request: AccessRequest) -> HttpResponse:
    """List the questions that wait for a provider, oldest first."""
    rows = queries_for(request.access).filter(state=ProviderQuery.State.SENT)
    waiting = list(rows.select_related("encounter__patient").order_by("sent_at", "pk")[:200])
    request.access.record("queries.listed", request.access.organization, {"shown": len(waiting)})
    return render(request, "encounters/queries.html", {"rows": waiting})


@screen(Permission.SEE_NOTES)
def query(request: AccessRequest, query_id: UUID) -> HttpResponse:
    """Show one question with the words that it is about; a provider answers it here."""
    needed = Permission.ANSWER_QUERIES if request.method == "POST" else Permission.SEE_NOTES
    row = access_query(request.access, query_id, needed)
    problem = None
    if request.method == "POST":
        option, words = request.POST.get("option", ""), request.POST.get("words", "").strip()
        said = words if option in ("", "Other") else f"{option}. {words}".strip() if words else option
        try:
            with transaction.atomic():  # what was refused leaves nothing behind
                answer_query(
                    query_id=row.pk,
                    answer=said,
                    as_addendum="addendum" in request.POST,
                    actor=request.access.actor,
                    at=request.access.at,
                )
        except InvalidValue as error:
            problem = error
        else:
            messages.success(request, "Thank you. The coder has your answer.")
            return redirect("encounters.queries")
    request.access.record("query.viewed", row)
    context = {
        "query": row,
        "patient": row.encounter.patient,
        "problem": problem,
        "may_answer": request.access.may(Permission.ANSWER_QUERIES, row.encounter.practice_id)
        and row.state == ProviderQuery.State.SENT,
    }
    return render(request, "encounters/query.html", context, status=422 if problem else 200)


def _codes(request: AccessRequest, row: Encounter) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("encounters.encounter", encounter_id=row.pk)
    row.refresh_from_db()
    return render(request, "encounters/_codes.html", screens.codes_panel(request.access, row))
