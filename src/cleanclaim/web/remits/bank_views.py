"""The screens of the bank: its file taken in, deposits and remittances that have not found each other."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import CleanclaimError, InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.access import access_remittance
from cleanclaim.web.remits.deposits import fundings_for
from cleanclaim.web.remits.services.fund_remittance import MOST_BYTES, fund, import_bank_file, unfund


@require_safe
@screen(Permission.SEE_MONEY)
def bank(request: AccessRequest) -> HttpResponse:
    """Show what the bank and the payers say differently."""
    return _bank(request, None)


@require_POST
@screen(Permission.POST_MONEY)
def take_in(request: AccessRequest) -> HttpResponse:
    """Take a bank's file in; it is the whole organization's, so it takes somebody who posts everywhere."""
    access = request.access
    sent = request.FILES.get("file")
    try:
        if not access.may_everywhere(Permission.POST_MONEY):
            raise InvalidValue(
                "the bank's file is the whole organization's.",
                fix="Ask somebody who posts in every practice.",
            )
        if sent is None or not hasattr(sent, "read"):
            raise InvalidValue("no file was chosen.", where="File")
        done = import_bank_file(
            name=str(sent.name), content=sent.read(MOST_BYTES + 1), actor=access.actor, at=access.at
        )
    except CleanclaimError as problem:
        return _bank(request, problem)
    messages.success(
        request,
        f"{done.new} deposits are new, {done.known} were known, {done.debits} debits are left out; "
        f"{done.tied} remittances found their deposit.",
    )
    for doubt in done.doubts[:5]:
        messages.warning(request, f"The file does not add up: {doubt}.")
    return redirect("remittances.bank")


def _bank(request: AccessRequest, problem: CleanclaimError | None) -> HttpResponse:
    access = request.access
    fundings, unfunded = fundings_for(access)
    access.record(
        "deposits.listed", access.organization, {"deposits": len(fundings), "unfunded": len(unfunded)}
    )
    everything = access.may_everywhere(Permission.SEE_MONEY)
    context = {
        "fundings": fundings if everything else [],
        "everything": everything,
        "unfunded": unfunded,
        "may_post": access.may(Permission.POST_MONEY),
        "problem": problem,
        "today": access.at.date(),
    }
    return render(request, "remits/bank.html", context, status=422 if problem else 200)


@require_POST
@screen(Permission.POST_MONEY)
def tie_deposit(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Tie a remittance to the deposit that carries it."""
    row = access_remittance(request.access, remittance_id, Permission.POST_MONEY)
    try:
        deposit_id = UUID(request.POST.get("deposit", ""))
    except ValueError:
        raise InvalidValue("no deposit is chosen.", where="Deposit") from None
    fund(remittance_id=row.pk, deposit_id=deposit_id, actor=request.access.actor, at=request.access.at)
    messages.success(request, f"Trace {row.trace_number} is funded.")
    return redirect("remittances.bank")


@require_POST
@screen(Permission.POST_MONEY)
def untie_deposit(request: AccessRequest, remittance_id: UUID) -> HttpResponse:
    """Take a remittance off its deposit, with a reason."""
    row = access_remittance(request.access, remittance_id, Permission.POST_MONEY)
    unfund(
        remittance_id=row.pk,
        reason=request.POST.get("reason", ""),
        actor=request.access.actor,
        at=request.access.at,
    )
    messages.success(request, "It waits for its deposit again.")
    return redirect("remittances.remittance", remittance_id=row.pk)
