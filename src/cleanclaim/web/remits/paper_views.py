"""The screens of typing a paper remittance: the check, its claims, the balance as it grows, posting."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import CleanclaimError, InvalidValue
from cleanclaim.remittance import Difference
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.models import Payer
from cleanclaim.web.remits.access import access_remittance, remittances_for
from cleanclaim.web.remits.amounts import amount_of
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.remits.paper import (
    MOST_BYTES,
    TypedClaim,
    claim_payment,
    differences,
    picture_ending,
    prefilled,
    typed_claim,
)
from cleanclaim.web.remits.services.enter_paper import (
    KIND,
    confirm_paper,
    discard_paper,
    put_claim,
    remove_claim,
    start_paper,
)


@screen(Permission.POST_MONEY)
def start(request: AccessRequest) -> HttpResponse:
    """Begin a paper remittance: payer, check number, amount, day, picture."""
    access, problem = request.access, None
    if request.method == "POST":
        try:
            row = start_paper(
                payer=_payer(request.POST.get("payer", "")),
                trace_number=request.POST.get("trace", ""),
                payment=amount_of(request.POST.get("amount", "")),
                paid_on=_day(request.POST.get("day", "")),
                picture=_picture(request),
                kept_at=request.POST.get("kept_at", ""),
                actor=access.actor,
                at=access.at,
            )
        except InvalidValue as error:
            problem = error
        else:
            return redirect("remittances.paper", remittance_id=row.pk)
    context = {
        "payers": list(Payer.objects.order_by("name")),
        "problem": problem,
        "typed": request.POST,
        "drafts": list(
            remittances_for(access, Permission.POST_MONEY)
            .filter(state=Remittance.State.DRAFT)
            .defer("document")
            .order_by("-paid_on")
        ),
    }
    return render(request, "remits/paper_start.html", context, status=422 if problem else 200)


@screen(Permission.POST_MONEY)
def paper(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Type the claims of a paper remittance, one after the other."""
    row = access_remittance(request.access, remittance_id, Permission.POST_MONEY)
    if row.state != Remittance.State.DRAFT:
        if request.method == "POST":
            raise InvalidValue("it is no draft any more.", fix="Look at the remittance.")
        return redirect("remittances.remittance", remittance_id=row.pk)
    typed, problem = TypedClaim(), None
    if request.method == "POST":
        typed = typed_claim(request.POST)
        try:
            if "look_up" in request.POST:
                typed = _looked_up(request, typed)
            else:
                row = put_claim(
                    remittance_id=row.pk,
                    payment=claim_payment(typed, position=1),
                    actor=request.access.actor,
                    at=request.access.at,
                )
                return redirect("remittances.paper", remittance_id=row.pk)
        except InvalidValue as error:
            problem = error
    request.access.record("remittance.viewed", row)
    return _paper(request, row, typed, problem)


@require_POST
@screen(Permission.POST_MONEY)
def live_balance(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Show what the form and the check add up to as they stand; saves nothing."""
    row = access_remittance(request.access, remittance_id, Permission.POST_MONEY)
    return render(request, "remits/_paper_balance.html", _balance(row, typed_claim(request.POST)))


@require_POST
@screen(Permission.POST_MONEY)
def remove(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Take a typed claim out again, or throw the whole draft away."""
    access = request.access
    row = access_remittance(access, remittance_id, Permission.POST_MONEY)
    if "discard" in request.POST:
        discard_paper(remittance_id=row.pk, actor=access.actor, at=access.at)
        messages.success(request, "The draft is thrown away.")
        return redirect("remittances.start_paper")
    position = request.POST.get("position", "")
    number = int(position) if position.isascii() and position.isdigit() and len(position) < 6 else 0
    remove_claim(remittance_id=row.pk, position=number, actor=access.actor, at=access.at)
    return redirect("remittances.paper", remittance_id=row.pk)


@require_POST
@screen(Permission.POST_MONEY)
def confirm(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Post the draft at difference zero."""
    row = access_remittance(request.access, remittance_id, Permission.POST_MONEY)
    try:
        confirm_paper(
            remittance_id=row.pk,
            is_another="another" in request.POST,
            actor=request.access.actor,
            at=request.access.at,
        )
    except InvalidValue as problem:
        return _paper(request, row, TypedClaim(), problem)
    messages.success(request, "Posted.")
    return redirect("remittances.remittance", remittance_id=row.pk)


@require_safe
@screen(Permission.SEE_MONEY)
def picture(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Hand out the picture of the paper, as a file to be saved: nothing of it runs here."""
    row = access_remittance(request.access, remittance_id)
    if row.source != Remittance.Source.PAPER or row.file.kind != KIND:
        raise Http404
    request.access.record("remittance.picture_viewed", row)
    response = HttpResponse(row.file.content(), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{row.file.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _paper(
    request: AccessRequest, row: Remittance, typed: TypedClaim, problem: InvalidValue | None
) -> HttpResponse:
    context = {
        "remittance": row,
        "claims": row.value().claims,
        "typed": typed,
        "rows": [(number, line) for number, line in enumerate(typed.rows, start=1)],
        "problem": problem,
        **_balance(row, typed),
    }
    return render(request, "remits/paper.html", context, status=422 if problem else 200)


def _balance(row: Remittance, typed: TypedClaim) -> dict[str, object]:
    value = row.value()
    found: tuple[Difference, ...] = ()
    said, payment = "", None
    if typed.number or typed.charge:
        try:
            payment = claim_payment(typed, position=1)
            found = tuple(differences(payment))
        except CleanclaimError as error:
            where = f"{error.where}: " if getattr(error, "where", "") else ""
            said = f"{where}{error.message}"
    with_this = value.claims_paid + (payment.paid if payment is not None else 0)
    return {
        "total": value.payment,
        "typed_paid": value.claims_paid,
        "with_this": with_this,
        "left": value.payment - with_this,
        "differences": found,
        "unreadable": said,
        "adds_up": payment is not None and not found,
        "may_confirm": bool(value.claims) and value.claims_paid == value.payment,
    }


def _looked_up(request: AccessRequest, typed: TypedClaim) -> TypedClaim:
    claim = (
        claims_for(request.access, Permission.POST_MONEY).filter(patient_control_number=typed.number).first()
    )
    if claim is None:
        raise InvalidValue("no claim of ours has that number.", where="Number", fix="Type the lines.")
    return prefilled(claim.value(), typed.number)


def _payer(text: str) -> Payer:
    try:
        found = Payer.objects.filter(pk=UUID(text)).first()
    except ValueError:
        found = None
    if found is None:
        raise InvalidValue("no payer is chosen.", where="Payer")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValue("the day is no date.", where="Day of the check") from None


def _picture(request: AccessRequest) -> bytes:
    sent = request.FILES.get("picture")
    if sent is None or not hasattr(sent, "read"):
        return b""
    content = sent.read(MOST_BYTES + 1)
    picture_ending(content)
    return bytes(content)
