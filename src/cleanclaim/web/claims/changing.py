"""What people do with a claim on its screens: correct, apply, override, check again, release, recall."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cleanclaim.primitives import CleanclaimError, InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.access import access_claim
from cleanclaim.web.claims.correction import Correction
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.apply_finding import apply_finding
from cleanclaim.web.claims.services.correct_claim import correct_claim
from cleanclaim.web.claims.services.override_finding import override_finding
from cleanclaim.web.claims.services.recall_claim import recall_claim
from cleanclaim.web.claims.services.release_claim import release_claim
from cleanclaim.web.claims.services.scrub_claim import scrub_claim
from cleanclaim.web.claims.standing import STANDINGS
from cleanclaim.web.claims.views import shown_claim
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.workflow import ClaimState


@screen(Permission.CHANGE_CLAIMS)
def correct(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Correct a claim where it stands: the next version, scrubbed at once.

    The cursor is in the first field that a finding is about, or in the one that is asked for.
    """
    row = access_claim(request.access, claim_id, Permission.CHANGE_CLAIMS)
    correction = Correction(row.value(), request.POST if request.method == "POST" else None)
    problem: CleanclaimError | None = None
    if request.method == "POST" and correction.is_valid():
        access = request.access
        try:
            with transaction.atomic():  # what was refused leaves nothing behind
                correct_claim(
                    claim_id=row.pk,
                    value=correction.value(),
                    reason=correction.form.cleaned_data["reason"],
                    actor=access.actor,
                    at=access.at,
                )
        except InvalidValue as error:
            problem = error
        else:
            scrub_claim(claim_id=row.pk, at=access.at)
            row.refresh_from_db()
            return _next(request, row, "Corrected and checked again")
    context = shown_claim(request, claim_id, "claims.correct")
    wanted = request.GET.get("field", "")
    blocking = context["unanswered"] or context["blocking"]
    if request.method != "POST":
        correction.point_at(wanted or (blocking[0].path if blocking else "lines[0].code"))  # type: ignore[index]
    context |= {"correction": correction, "problem": problem, "wanted": wanted}
    return render(request, "claims/correct.html", context, status=422 if request.method == "POST" else 200)


def _next(request: AccessRequest, row: Claim, done: str) -> HttpResponse:
    """Say what came of it, and go on: to the claim when nothing holds it, else to what does."""
    messages.success(request, f"{done}: {STANDINGS[row.state].word.lower()}.")
    held = row.state == ClaimState.HELD
    return redirect("claims.findings" if held else "claims.claim", claim_id=row.pk)


@require_POST
@screen(Permission.CHANGE_CLAIMS)
def apply(request: AccessRequest, claim_id: UUID, finding_id: UUID) -> HttpResponse:
    """Make what a finding suggests, and check the claim again."""
    row = access_claim(request.access, claim_id, Permission.CHANGE_CLAIMS)
    done = apply_finding(
        claim_id=row.pk, finding_id=finding_id, actor=request.access.actor, at=request.access.at
    )
    return _next(request, done, "Applied and checked again")


@require_POST
@screen(Permission.OVERRIDE_FINDINGS)
def override(request: AccessRequest, claim_id: UUID, finding_id: UUID) -> HttpResponse:
    """Let this version of the claim go in spite of a finding, with a reason."""
    row = access_claim(request.access, claim_id, Permission.OVERRIDE_FINDINGS)
    override_finding(
        claim_id=row.pk,
        finding_id=finding_id,
        reason=request.POST.get("reason", ""),
        actor=request.access.actor,
        at=request.access.at,
    )
    messages.success(request, "Overridden. The reason is kept with this version of the claim.")
    return redirect("claims.findings", claim_id=row.pk)


@require_POST
@screen(Permission.CHANGE_CLAIMS)
def check(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Run the edits again: rules, reference data or the claim's surroundings may have changed."""
    row = access_claim(request.access, claim_id, Permission.CHANGE_CLAIMS)
    scrub_claim(claim_id=row.pk, at=request.access.at, again=True)
    request.access.record("claim.checked_again", row)
    row.refresh_from_db()
    return _next(request, row, "Checked again")


@require_POST
@screen(Permission.RELEASE_CLAIMS)
def release(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Release a claim: it goes into the next file to the payer."""
    row = access_claim(request.access, claim_id, Permission.RELEASE_CLAIMS)
    release_claim(claim_id=row.pk, actor=request.access.actor, at=request.access.at)
    messages.success(request, "Released. It goes into the next file to the payer.")
    return redirect("claims.claim", claim_id=row.pk)


@require_POST
@screen(Permission.CHANGE_CLAIMS)
def recall(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Take back a release before the claim is in a file."""
    row = access_claim(request.access, claim_id, Permission.CHANGE_CLAIMS)
    reason = request.POST.get("reason", "").strip()[:200] or "recalled on the screen"
    recall_claim(claim_id=row.pk, reason=reason, actor=request.access.actor, at=request.access.at)
    scrub_claim(claim_id=row.pk, at=request.access.at)
    messages.success(request, "Recalled and checked again.")
    return redirect("claims.claim", claim_id=row.pk)
