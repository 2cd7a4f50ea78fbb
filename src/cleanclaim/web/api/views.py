"""The screen of tokens: made, shown once, revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cleanclaim.primitives import CleanclaimError, InvalidValue
from cleanclaim.web.access import Access, AccessRequest, screen
from cleanclaim.web.api.models import ApiToken
from cleanclaim.web.api.scopes import SCOPES
from cleanclaim.web.api.services.manage_tokens import make_token, revoke_token
from cleanclaim.web.organizations.permissions import Permission

PERMISSION = Permission.MANAGE_TOKENS
DAYS = 90


def access_token(access: Access, token_id: UUID) -> ApiToken:
    """Return a token; raises ``Http404`` for who may not manage tokens in every practice."""
    found = ApiToken.objects.filter(pk=token_id).first() if access.may_everywhere(PERMISSION) else None
    if found is None:
        raise Http404
    return found


@screen(PERMISSION)
def tokens(request: AccessRequest) -> HttpResponse:
    """List the tokens, and make one; its text is shown this once."""
    access = request.access
    everywhere = access.may_everywhere(PERMISSION)
    made, problem = "", None
    if request.method == "POST":
        if not everywhere:
            raise Http404
        try:
            _, made = make_token(
                name=request.POST.get("name", ""),
                scopes=request.POST.getlist("scope"),
                days=_days(request.POST.get("days", "")),
                user=access.user,
                actor=access.actor,
                at=access.at,
            )
        except CleanclaimError as error:
            problem = error
    rows = list(ApiToken.objects.select_related("made_by").order_by("-made_at", "pk")) if everywhere else []
    access.record("tokens.listed", access.organization, {"shown": len(rows)})
    context = {
        "rows": [(row, _state(row, access)) for row in rows],
        "made": made,
        "problem": problem,
        "scopes": SCOPES,
        "days": DAYS,
        "may_make": everywhere,
        "entered": request.POST,
        "ticked": request.POST.getlist("scope"),
    }
    return render(request, "api/tokens.html", context, status=422 if problem else 200)


def _days(text: str) -> int:
    if not text.strip().isdigit() or len(text) > 5:
        raise InvalidValue(f"{text[:20]!r} is no number of days.", where="Days")
    return int(text)


def _state(row: ApiToken, access: Access) -> tuple[str, str]:
    if row.revoked_at is not None:
        return "Revoked", "grey"
    return ("Expired", "grey") if row.expires_at <= access.at else ("In use", "green")


@require_POST
@screen(PERMISSION)
def revoke(request: AccessRequest, token_id: UUID) -> HttpResponse:
    """Take a token's access away."""
    row = access_token(request.access, token_id)
    revoke_token(token=row, actor=request.access.actor, at=request.access.at)
    messages.success(request, f"Revoked: {row.name}.")
    return redirect("tokens")
