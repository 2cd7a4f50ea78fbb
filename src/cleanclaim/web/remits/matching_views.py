"""The screens of what a person decides about claim payments and provider adjustments."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.access import access_claim, claims_for
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.screens import adjustments
from cleanclaim.web.interface.paging import SIZE
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.access import access_adjustment, access_claim_payment
from cleanclaim.web.remits.amounts import amount_of
from cleanclaim.web.remits.models import RecoupmentTie
from cleanclaim.web.remits.screens import STATUS_WORDS
from cleanclaim.web.remits.services.match_payment import confirm_match, declare_not_ours, take_back_match
from cleanclaim.web.remits.services.tie_recoupment import explain, take_back_tie, tie_to_claim
from cleanclaim.web.remits.unmatched import proposals_for, unmatched_for


@require_safe
@screen(Permission.SEE_MONEY)
def unmatched(request: AccessRequest) -> HttpResponse:
    """List the claim payments that wait for a person, the most money first."""
    rows = list(unmatched_for(request.access).order_by("-paid", "-charge", "pk")[: SIZE + 1])
    request.access.record("unmatched.listed", request.access.organization, {"shown": len(rows[:SIZE])})
    may_post = request.access.may(Permission.POST_MONEY)
    context = {"rows": rows[:SIZE], "more": len(rows) > SIZE, "may_post": may_post}
    return render(request, "remits/unmatched.html", context)


@require_safe
@screen(Permission.SEE_MONEY)
def match(request: AccessRequest, claim_payment_id: UUID) -> HttpResponse:
    """Show a claim payment beside the claims that it may answer, each with why it scores."""
    payment = access_claim_payment(request.access, claim_payment_id)
    value = payment.remittance.value()
    sent = next(each for each in value.claims if each.position == payment.position)
    request.access.record("claim_payment.viewed", payment)
    undecided = payment.claim_id is None and not payment.matched_by
    context = {
        "payment": payment,
        "sent": sent,
        "status": STATUS_WORDS.get(payment.status, f"status {payment.status}"),
        "adjustments": adjustments(sent),
        "proposals": proposals_for(request.access, sent) if undecided else [],
        "decisions": list(payment.decisions.select_related("claim").order_by("-made_at")),
        "undecided": undecided,
        "may_post": request.access.may(Permission.POST_MONEY),
        "is_closed": payment.remittance.closed_at is not None,
    }
    return render(request, "remits/match.html", context)


@require_POST
@screen(Permission.POST_MONEY)
def confirm(request: AccessRequest, claim_payment_id: UUID) -> HttpResponse:
    """Post the payment to the chosen claim and go to the next that waits."""
    access = request.access
    payment = access_claim_payment(access, claim_payment_id, Permission.POST_MONEY)
    claim = _claim(request, Permission.POST_MONEY)
    score = request.POST.get("score", "")
    confirm_match(
        payment_id=payment.pk,
        claim_id=claim.pk,
        score=int(score) if score.isascii() and score.isdigit() and len(score) < 4 else None,
        reason=request.POST.get("reason", ""),
        actor=access.actor,
        at=access.at,
    )
    messages.success(request, f"Posted to claim {claim.patient_control_number}.")
    return _next(request, payment.remittance_id)


@require_POST
@screen(Permission.POST_MONEY)
def not_ours(request: AccessRequest, claim_payment_id: UUID) -> HttpResponse:
    """Declare that the payment is of no claim of ours."""
    access = request.access
    payment = access_claim_payment(access, claim_payment_id, Permission.POST_MONEY)
    declare_not_ours(
        payment_id=payment.pk, reason=request.POST.get("reason", ""), actor=access.actor, at=access.at
    )
    messages.success(request, "Declared not ours; its money is set aside.")
    return _next(request, payment.remittance_id)


@require_POST
@screen(Permission.POST_MONEY)
def take_back(request: AccessRequest, claim_payment_id: UUID) -> HttpResponse:
    """Undo a match or a declaration."""
    access = request.access
    payment = access_claim_payment(access, claim_payment_id, Permission.POST_MONEY)
    take_back_match(
        payment_id=payment.pk, reason=request.POST.get("reason", ""), actor=access.actor, at=access.at
    )
    messages.success(request, "Taken back: the payment waits for a decision again.")
    return redirect("remittances.match", claim_payment_id=payment.pk)


@require_POST
@screen(Permission.POST_MONEY)
def tie(request: AccessRequest, adjustment_id: UUID) -> HttpResponse:
    """Tie a provider adjustment to a claim, or explain it in words."""
    access = request.access
    row = access_adjustment(access, adjustment_id, Permission.POST_MONEY)
    reason = request.POST.get("reason", "")
    if request.POST.get("what") == "explain":
        explain(adjustment_id=row.pk, reason=reason, actor=access.actor, at=access.at)
    else:
        tie_to_claim(
            adjustment_id=row.pk,
            claim_id=_claim(request, Permission.POST_MONEY).pk,
            amount=amount_of(request.POST.get("amount", "")),
            reason=reason,
            actor=access.actor,
            at=access.at,
        )
    messages.success(request, "Explained.")
    return redirect("remittances.remittance", remittance_id=row.remittance_id)


@require_POST
@screen(Permission.POST_MONEY)
def untie(request: AccessRequest, adjustment_id: UUID) -> HttpResponse:
    """Take a tie of a provider adjustment back."""
    access = request.access
    row = access_adjustment(access, adjustment_id, Permission.POST_MONEY)
    chosen = RecoupmentTie.objects.filter(
        adjustment=row, pk=_uuid(request.POST.get("tie", "")) or UUID(int=0)
    ).first()
    if chosen is None:
        raise InvalidValue("that tie is not there.", fix="Load the page again.")
    take_back_tie(tie_id=chosen.pk, reason=request.POST.get("reason", ""), actor=access.actor, at=access.at)
    messages.success(request, "Taken back.")
    return redirect("remittances.remittance", remittance_id=row.remittance_id)


def _claim(request: AccessRequest, permission: Permission) -> Claim:
    """Return the claim that was chosen by its id, or typed by its control number."""
    chosen, typed = request.POST.get("claim", ""), request.POST.get("number", "").strip()
    key = _uuid(chosen)
    if key is None and typed:
        row = claims_for(request.access, permission).filter(patient_control_number=typed[:38]).first()
        key = row.pk if row else None
    if key is None:
        raise InvalidValue("no claim is chosen.", where="Claim", fix="Choose one, or type its number.")
    return access_claim(request.access, key, permission)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _next(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Go on: to the next unmatched payment of the same check, of any, else to the check."""
    waiting = unmatched_for(request.access, Permission.POST_MONEY)
    following = (
        waiting.filter(remittance_id=remittance_id).order_by("position").first()
        or waiting.order_by("-paid", "-charge", "pk").first()
    )
    if following is not None:
        return redirect("remittances.match", claim_payment_id=following.pk)
    return redirect("remittances.remittance", remittance_id=remittance_id)
