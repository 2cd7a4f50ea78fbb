"""The screens of accounts: finding a patient's, its ledger, taking a payment."""

from decimal import Decimal, InvalidOperation
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import ZERO, InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.accounting.access import access_payment
from cleanclaim.web.accounting.account import account_rows, totals
from cleanclaim.web.accounting.models import PatientPayment, PaymentPlan
from cleanclaim.web.accounting.plans import standing_of
from cleanclaim.web.accounting.selectors import (
    owed_by,
    patient_credit,
    patient_owes,
    patients_who_owe,
    postings_of_patient,
)
from cleanclaim.web.accounting.services.take_payment import take_back_payment, take_payment
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.claims.standing import STANDINGS
from cleanclaim.web.interface.paging import SIZE
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.access import access_patient, patients_for
from cleanclaim.web.patients.selectors import find_patients, payers_billed

KEY = "accounts.search"


@screen(Permission.SEE_MONEY)
def accounts(request: AccessRequest) -> HttpResponse:
    """Find a patient's account; without a search, the patients who owe most."""
    if request.method == "POST":
        request.session[KEY] = "" if "clear" in request.POST else request.POST.get("words", "").strip()[:60]
        return redirect("accounts")
    words = request.session.get(KEY, "")
    mine = patients_for(request.access, Permission.SEE_MONEY)
    if words:
        by_number = list(mine.filter(number=words)[:1])
        found = by_number or list(
            mine.filter(pk__in=find_patients(last_name=words).order_by()).order_by(
                "last_name_key", "first_name"
            )[:SIZE]
        )
        owing = owed_by([patient.number for patient in found])
    else:
        owing = patients_who_owe(SIZE)
        by = {patient.number: patient for patient in mine.filter(number__in=list(owing))}
        found = [by[number] for number in owing if number in by]
    request.access.record("accounts.listed", request.access.organization, {"shown": len(found)})
    rows = [{"patient": patient, "owes": owing.get(patient.number, ZERO)} for patient in found]
    return render(request, "accounting/accounts.html", {"rows": rows, "words": words, "most": SIZE})


@require_safe
@screen(Permission.SEE_MONEY)
def account(request: AccessRequest, patient_id: UUID) -> HttpResponse:
    """Show the ledger of a patient's account."""
    return _account(request, patient_id, None)


def _account(request: AccessRequest, patient_id: UUID, problem: InvalidValue | None) -> HttpResponse:
    access = request.access
    patient = access_patient(access, patient_id, Permission.SEE_MONEY)
    claims = list(
        claims_for(access, Permission.SEE_MONEY).filter(patient=patient).order_by("-date_of_service", "pk")
    )
    numbers = [claim.patient_control_number for claim in claims]
    rows = account_rows(postings_of_patient(patient.number, numbers), payers_billed())
    owed = patient_owes(patient.number)
    plan = PaymentPlan.objects.filter(patient=patient, ended_on=None).first()
    access.record("account.viewed", patient)
    context = {
        "patient": patient,
        "rows": rows[::-1],
        "strip": totals(rows),
        "credit": patient_credit(patient.number),
        "claims": [
            {
                "claim": claim,
                "standing": STANDINGS[claim.state],
                "owes": owed.get(claim.patient_control_number),
            }
            for claim in claims
        ],
        "by_number": {claim.patient_control_number: claim for claim in claims},
        "owed": sum(owed.values(), Decimal(0)),
        "payments": PatientPayment.objects.filter(patient=patient)
        .select_related("entry__reversed_by")
        .order_by("-taken_at"),
        "methods": PatientPayment.Method.choices,
        "receipt": uuid4().hex[:12].upper(),
        "plan": standing_of(plan, access.at.date()) if plan else None,
        "today": access.at.date(),
        "may_take": access.may(Permission.POST_MONEY),
        "problem": problem,
    }
    return render(request, "accounting/account.html", context, status=422 if problem else 200)


@require_POST
@screen(Permission.POST_MONEY)
def pay(request: AccessRequest, patient_id: UUID) -> HttpResponse:
    """Take a patient's payment; it goes to the oldest charges first."""
    patient = access_patient(request.access, patient_id, Permission.POST_MONEY)
    try:
        payment = take_payment(
            patient=patient,
            receipt=request.POST.get("receipt", "")[:40] or uuid4().hex[:12].upper(),
            amount=_amount(request.POST.get("amount", "")),
            method=request.POST.get("method", ""),
            reference=request.POST.get("reference", ""),
            keep_rest="keep" in request.POST,
            actor=request.access.actor,
            at=request.access.at,
        )
    except InvalidValue as problem:
        return _account(request, patient_id, problem)
    messages.success(request, "Taken and booked.")
    return redirect("accounts.receipt", payment_id=payment.pk)


@require_safe
@screen(Permission.SEE_MONEY)
def receipt(request: AccessRequest, payment_id: UUID) -> HttpResponse:
    """Show a receipt, to be printed."""
    payment = access_payment(request.access, payment_id)
    request.access.record("payment.viewed", payment)
    context = {
        "payment": payment,
        "patient": payment.patient,
        "parts": [posting for posting in payment.entry.postings.order_by("position") if posting.credit],
        "is_taken_back": hasattr(payment.entry, "reversed_by"),
        "may_take": request.access.may(Permission.POST_MONEY),
    }
    return render(request, "accounting/receipt.html", context)


@require_POST
@screen(Permission.POST_MONEY)
def take_back(request: AccessRequest, payment_id: UUID) -> HttpResponse:
    """Take a payment back with an entry of its own."""
    payment = access_payment(request.access, payment_id, Permission.POST_MONEY)
    take_back_payment(
        payment=payment,
        reason=request.POST.get("reason", ""),
        actor=request.access.actor,
        at=request.access.at,
    )
    messages.success(request, "Taken back.")
    return redirect("accounts.account", patient_id=payment.patient_id)


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text.replace(",", "").replace("$", "").strip())
    except InvalidOperation:
        raise InvalidValue(
            "the amount is not a number.", where="Amount", fix="Write it like 25.00."
        ) from None
    if not amount.is_finite():
        raise InvalidValue("the amount is not a number.", where="Amount", fix="Write it like 25.00.")
    return amount
