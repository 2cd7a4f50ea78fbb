"""The screen of rejections: what was turned away, the field to mend, one click to send again."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import CleanclaimError, InvalidValue, StateError
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.access import access_claim, claims_for
from cleanclaim.web.claims.standing import STANDINGS
from cleanclaim.web.denials.models import Rejection
from cleanclaim.web.denials.services.resubmit_claim import resubmit_claim
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.selectors import payers_billed
from cleanclaim.workflow import ClaimState

SHOWN = 200


@require_safe
@screen(Permission.SEE_CLAIMS)
def rejections(request: AccessRequest) -> HttpResponse:
    """List the claims that were turned away and wait here, with why and what to mend."""
    return _rejections(request, None)


def _rejections(request: AccessRequest, problem: CleanclaimError | None) -> HttpResponse:
    access = request.access
    claims = list(
        claims_for(access)
        .filter(state=ClaimState.REJECTED)
        .select_related("patient")
        .order_by("date_of_service", "pk")[:SHOWN]
    )
    told: dict[UUID, Rejection] = {}
    for row in Rejection.objects.filter(claim__in=[claim.pk for claim in claims]).order_by("at", "pk"):
        told[row.claim_id] = row
    items = {
        item.claim_id: item
        for claim in claims
        for item in claim.work_items.filter(kind="rejection", closed_at=None)
    }
    names = payers_billed()
    access.record("rejections.listed", access.organization, {"shown": len(claims)})
    context = {
        "rows": [
            {
                "claim": claim,
                "payer": names.get(claim.payer_id, claim.payer_id),
                "why": _current(claim.current_version, told.get(claim.pk)),
                "item": items.get(claim.pk),
                "may_change": access.may(Permission.CHANGE_CLAIMS, claim.practice_id),
                "may_send": access.may(Permission.RELEASE_CLAIMS, claim.practice_id),
            }
            for claim in claims
        ],
        "today": access.at.date(),
        "problem": problem,
    }
    return render(request, "denials/rejections.html", context, status=422 if problem else 200)


def _current(version: int, row: Rejection | None) -> Rejection | None:
    return row if row is not None and row.version == version else None


@require_POST
@screen(Permission.RELEASE_CLAIMS)
def resubmit(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Send a rejected claim again unchanged: a new version, checked and released."""
    access = request.access
    claim = access_claim(access, claim_id, Permission.RELEASE_CLAIMS)
    access.require(Permission.CHANGE_CLAIMS, claim.practice_id)
    try:
        with transaction.atomic():
            claim = resubmit_claim(
                claim_id=claim.pk, reason=request.POST.get("reason", ""), actor=access.actor, at=access.at
            )
    except (InvalidValue, StateError) as problem:
        return _rejections(request, problem)
    word = STANDINGS[claim.state].word.lower()
    said = "it goes into the next file" if claim.state == ClaimState.RELEASED else f"it is {word} now"
    messages.success(
        request, f"Claim {claim.patient_control_number}: version {claim.current_version}, {said}."
    )
    return redirect("denials.rejections")
