"""The one way in: every view that shows or changes an organization's rows is a ``screen``."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from cleanclaim.primitives import AccessDenied, CleanclaimError, InvalidValue
from cleanclaim.web.access.access import Access, access_of
from cleanclaim.web.organizations.models import User
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.organizations.selectors import organizations_of
from cleanclaim.web.tenancy import tenant

ORGANIZATION = "organization"
"""Where the session keeps which organization somebody works in."""
ENTERED = "entered"
"""Where the session keeps which organizations it was written down for that somebody came in."""


class AccessRequest(HttpRequest):
    """A request that came through the door; ``organizations`` are those that the user can switch to."""

    access: Access
    organizations: dict[UUID, str]


View = Callable[..., HttpResponse]


def screen(permission: Permission | None) -> Callable[[View], View]:
    """Let a view run only for somebody who is signed in with a second factor and has the permission.

    The view gets an ``AccessRequest`` and runs inside the organization's transaction, rendering
    included; whatever it raises undoes all that it wrote. ``None`` asks for a membership only.
    The permission is needed in some practice; which rows are seen there is for the applications'
    ``access.py``. A refusal is written into the audit trail. Bad input (``CleanclaimError``)
    becomes a page with its sentence and status 422.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            user = request.user
            if not isinstance(user, User):
                return _go(request, f"{reverse('account_login')}?{urlencode({'next': _back(request)})}")
            if not has_second_factor(request):
                return _go(request, reverse("mfa_activate_totp"))
            organizations = organizations_of(user.pk)
            if not organizations:
                return render(
                    request,
                    "access/refused.html",
                    {"reason": "You have no role in any practice yet."},
                    status=403,
                )
            organization_id = _organization(request, organizations)
            try:
                with tenant(organization_id):
                    asked = _with_access(request, user, organization_id, organizations)
                    if permission is not None:
                        asked.access.require(permission)
                    _refuse_what_is_no_text(asked)
                    response = view(asked, *args, **kwargs)
                    if hasattr(response, "render"):
                        response.render()
                    return response
            except AccessDenied as error:
                _write_down_refusal(user, organization_id, request)
                return render(
                    request, "access/refused.html", {"reason": error.message, "fix": error.fix}, status=403
                )
            except CleanclaimError as error:
                return render(request, "access/problem.html", {"error": error}, status=422)

        enter.asks_for = permission  # type: ignore[attr-defined]  # a test enumerates all views
        return enter

    return decorate


def has_second_factor(request: HttpRequest) -> bool:
    """Return whether this session signed in with a code besides the password."""
    return any(entry.get("method") == "mfa" for entry in get_authentication_records(request, request.user))


def _organization(request: HttpRequest, organizations: dict[UUID, str]) -> UUID:
    chosen = request.session.get(ORGANIZATION, "")
    for organization_id in organizations:
        if str(organization_id) == chosen:
            return organization_id
    first = next(iter(organizations))
    request.session[ORGANIZATION] = str(first)
    return first


def _with_access(
    request: HttpRequest, user: User, organization_id: UUID, organizations: dict[UUID, str]
) -> AccessRequest:
    access = access_of(user, organization_id)
    entered: list[str] = request.session.get(ENTERED, [])
    if str(organization_id) not in entered:
        access.record("organization.entered", access.organization)
        request.session[ENTERED] = [*entered, str(organization_id)]
    request.access = access  # type: ignore[attr-defined]
    request.organizations = organizations  # type: ignore[attr-defined]
    return request  # type: ignore[return-value]


def _refuse_what_is_no_text(request: AccessRequest) -> None:
    """Raise ``InvalidValue`` for a NUL character: no form sends one, and no column holds it."""
    for sent in (request.GET, request.POST):
        if any("\0" in value for _, values in sent.lists() for value in values):
            raise InvalidValue(
                "what was sent holds a NUL character, which no text does.", fix="Write it anew."
            )


def _write_down_refusal(user: User, organization_id: UUID, request: HttpRequest) -> None:
    match = request.resolver_match
    with tenant(organization_id):
        access_of(user, organization_id).record(
            "access.refused",
            user,
            {"screen": match.view_name if match else "", "method": request.method or ""},
        )


def _back(request: HttpRequest) -> str:
    """Return where to come back to: pages only, for what was posted is not posted again."""
    return request.get_full_path() if request.method == "GET" else "/"


def _go(request: HttpRequest, where: str) -> HttpResponse:
    """Send the whole page there, also when only a part of it was asked for (htmx)."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": where})
    return redirect(where)
