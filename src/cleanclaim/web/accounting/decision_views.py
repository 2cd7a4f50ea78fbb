"""The screens of decisions about money: on a claim, of credits, and of payment plans."""

from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import CleanclaimError, InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.accounting.access import access_decision, access_plan
from cleanclaim.web.accounting.credits import (
    credits_of_patients,
    credits_of_payers,
    credits_on_claims,
    debtors_of,
    total,
)
from cleanclaim.web.accounting.models import MoneyDecision, PaymentPlan
from cleanclaim.web.accounting.plans import standing_of
from cleanclaim.web.accounting.selectors import patient_credit
from cleanclaim.web.accounting.services.agree_plan import agree_plan, end_plan
from cleanclaim.web.accounting.services.decide_money import (
    REASONS,
    Wish,
    decide_on_claim,
    refund_credit,
    take_back_decision,
)
from cleanclaim.web.claims.access import access_claim
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.interface.paging import SIZE
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.access import access_patient, patients_for
from cleanclaim.web.remits.amounts import amount_of


@require_safe
@screen(Permission.SEE_MONEY)
def claim_money(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Show who owes what on a claim, what was decided, and the forms to decide."""
    claim = access_claim(request.access, claim_id, Permission.SEE_MONEY)
    request.access.record("claim.money_viewed", claim)
    return _claim(request, claim, None)


@require_POST
@screen(Permission.DECIDE_MONEY)
def decide(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Write off, transfer, refund, or use a credit on a claim."""
    claim = access_claim(request.access, claim_id, Permission.DECIDE_MONEY)
    try:
        decision = decide_on_claim(
            claim_id=claim.pk, wish=_wish(request), actor=request.access.actor, at=request.access.at
        )
    except CleanclaimError as problem:
        return _claim(request, claim, problem)
    messages.success(request, f"{decision.get_kind_display()}.")
    return redirect("accounts.claim", claim_id=claim.pk)


def _claim(request: AccessRequest, claim: Claim, problem: CleanclaimError | None) -> HttpResponse:
    context = {
        "claim": claim,
        "patient": claim.patient,
        "debtors": debtors_of(claim),
        "credit": patient_credit(claim.patient.number),
        "decisions": claim.decisions.select_related("entry__reversed_by").order_by("-made_at", "-pk"),
        "reasons": [(reason.value, words) for reason, words in REASONS.items()],
        "reference": uuid4().hex,
        "may_decide": request.access.may(Permission.DECIDE_MONEY, claim.practice_id),
        "problem": problem,
    }
    return render(request, "accounting/claim.html", context, status=422 if problem else 200)


@require_safe
@screen(Permission.SEE_MONEY)
def credit_balances(request: AccessRequest) -> HttpResponse:
    """List what was paid too much or belongs to nobody yet."""
    access = request.access
    claims, patients = credits_on_claims(access), credits_of_patients(access)
    payers = credits_of_payers(access)
    access.record("credits.listed", access.organization, {"shown": len(claims) + len(patients)})
    context = {
        "claims": claims,
        "patients": patients,
        "payers": payers,
        "strip": {"On claims": total(claims), "Of patients": total(patients), "Of payers": total(payers)},
        "reference": uuid4().hex,
        "may_decide": access.may(Permission.DECIDE_MONEY),
        "refunds": list(
            MoneyDecision.objects.filter(kind=MoneyDecision.Kind.REFUND, claim=None, patient=None)
            .select_related("entry__reversed_by")
            .order_by("-made_at")[:20]
        )
        if access.may_everywhere(Permission.SEE_MONEY)
        else [],
    }
    return render(request, "accounting/credits.html", context)


@require_POST
@screen(Permission.DECIDE_MONEY)
def refund(request: AccessRequest) -> HttpResponse:
    """Pay back a credit: a patient's, or a payer's for who decides in every practice."""
    access, patient = request.access, None
    key = request.POST.get("patient", "")
    if key:
        patient = access_patient(access, _uuid(key), Permission.DECIDE_MONEY)
    elif not access.may_everywhere(Permission.DECIDE_MONEY):
        raise InvalidValue(
            "a payer's credit is the whole organization's.", fix="Ask somebody who decides in every practice."
        )
    refund_credit(wish=_wish(request), patient=patient, actor=access.actor, at=access.at)
    messages.success(request, "Refunded.")
    return redirect("accounts.credits")


@require_POST
@screen(Permission.DECIDE_MONEY)
def take_back_decided(request: AccessRequest, decision_id: UUID) -> HttpResponse:
    """Undo a decision with an entry of its own."""
    decision = access_decision(request.access, decision_id, Permission.DECIDE_MONEY)
    take_back_decision(
        decision_id=decision.pk,
        reason=request.POST.get("reason", ""),
        actor=request.access.actor,
        at=request.access.at,
    )
    messages.success(request, "Taken back.")
    if decision.claim_id:
        return redirect("accounts.claim", claim_id=decision.claim_id)
    return redirect("accounts.credits")


@require_safe
@screen(Permission.SEE_MONEY)
def plans(request: AccessRequest) -> HttpResponse:
    """List the payment plans that run, broken ones first."""
    access = request.access
    rows = PaymentPlan.objects.filter(
        ended_on=None, patient__in=patients_for(access, Permission.SEE_MONEY)
    ).select_related("patient")
    order = ["broken", "late", "kept", "fulfilled", "ended"]
    shown = [standing_of(row, access.at.date()) for row in rows.order_by("agreed_on", "pk")[: SIZE * 4]]
    shown.sort(key=lambda each: order.index(each.keeping))
    access.record("plans.listed", access.organization, {"shown": len(shown)})
    return render(request, "accounting/plans.html", {"plans": shown})


@require_POST
@screen(Permission.POST_MONEY)
def agree(request: AccessRequest, patient_id: UUID) -> HttpResponse:
    """Agree on a payment plan with a patient."""
    access = request.access
    patient = access_patient(access, patient_id, Permission.POST_MONEY)
    parts = request.POST.get("parts", "")
    agree_plan(
        patient=patient,
        total=amount_of(request.POST.get("amount", "")),
        parts=int(parts) if parts.isascii() and parts.isdigit() and len(parts) < 4 else 0,
        first_due=_day(request.POST.get("first_day", "")),
        actor=access.actor,
        at=access.at,
    )
    messages.success(request, "Agreed.")
    return redirect("accounts.account", patient_id=patient.pk)


@require_POST
@screen(Permission.POST_MONEY)
def end(request: AccessRequest, plan_id: UUID) -> HttpResponse:
    """End a payment plan, with a reason."""
    plan = access_plan(request.access, plan_id, Permission.POST_MONEY)
    end_plan(
        plan_id=plan.pk,
        reason=request.POST.get("reason", ""),
        actor=request.access.actor,
        at=request.access.at,
    )
    messages.success(request, "Ended; what is owed stays owed.")
    return redirect("accounts.account", patient_id=plan.patient_id)


def _wish(request: AccessRequest) -> Wish:
    sent = request.POST
    return Wish(
        kind=sent.get("what", ""),
        debtor=sent.get("who", "")[:80],
        amount=amount_of(sent.get("amount", "")),
        note=sent.get("note", "")[:200],
        reference=sent.get("reference", ""),
        reason=sent.get("reason", ""),
        to=sent.get("to", "")[:80],
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("the day is no date.", where="First day") from None
