"""The screen of users: who may sign in, and what they may do where."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.organizations.access import access_user, managed_practices
from cleanclaim.web.organizations.models import Membership, Practice, Role
from cleanclaim.web.organizations.permissions import MATRIX, Permission
from cleanclaim.web.organizations.services.manage_users import (
    add_user,
    close_user,
    give_role,
    initial_password,
    reset_sign_in,
    take_role,
)


@screen(Permission.MANAGE_USERS)
def users(request: AccessRequest) -> HttpResponse:
    """List the users of the person's practices; a POST makes a new one and shows the password, once."""
    if request.method == "POST":
        password = initial_password()
        access = request.access
        try:
            practice, role_given = _practice(request), _role(request)
            user = add_user(
                username=request.POST.get("username", ""),
                display_name=request.POST.get("name", ""),
                password=password,
                actor=access.actor,
                at=access.at,
            )
            give_role(user=user, practice=practice, role=role_given, actor=access.actor, at=access.at)
        except InvalidValue as problem:
            return _users(request, problem=problem)
        return _users(request, told=(user.username, password))
    return _users(request)


def _users(
    request: AccessRequest, *, problem: InvalidValue | None = None, told: tuple[str, str] | None = None
) -> HttpResponse:
    practices = managed_practices(request.access)
    rows = Membership.objects.filter(practice__in=practices).select_related("user", "practice")
    request.access.record("users.listed", request.access.organization)
    context = {
        "rows": list(rows.order_by("user__username", "practice__name", "role")),
        "practices": practices,
        "roles": Role.choices,
        "matrix": [
            (Role(role).label, sorted(permission.value for permission in may)) for role, may in MATRIX.items()
        ],
        "problem": problem,
        "told": told,
    }
    return render(request, "organizations/users.html", context, status=422 if problem else 200)


@require_POST
@screen(Permission.MANAGE_USERS)
def role(request: AccessRequest, user_id: UUID) -> HttpResponse:
    """Give a colleague a role in a practice, or take it."""
    access = request.access
    user = access_user(access, user_id)
    practice, role_given = _practice(request), _role(request)
    if "take" in request.POST:
        if user.pk == access.user.pk and role_given == Role.ADMIN:
            return _users(
                request, problem=InvalidValue("nobody takes the administrator’s role from themselves.")
            )
        for membership in Membership.objects.filter(user=user, practice=practice, role=role_given):
            take_role(membership=membership, actor=access.actor, at=access.at)
        messages.success(request, f"{user.username} has that role no longer.")
    else:
        give_role(user=user, practice=practice, role=role_given, actor=access.actor, at=access.at)
        messages.success(request, f"{user.username} has the role now.")
    return redirect("users")


@require_POST
@screen(Permission.MANAGE_USERS)
def reset(request: AccessRequest, user_id: UUID) -> HttpResponse:
    """Give a colleague a new password, shown once, and let them set up a new authenticator."""
    access, password = request.access, initial_password()
    user = access_user(access, user_id)
    _managed_alone(request, user_id)
    try:
        reset_sign_in(user=user, password=password, actor=access.actor, at=access.at)
    except InvalidValue as problem:
        return _users(request, problem=problem)
    return _users(request, told=(user.username, password))


@require_POST
@screen(Permission.MANAGE_USERS)
def close(request: AccessRequest, user_id: UUID) -> HttpResponse:
    """Let a colleague sign in no longer."""
    access = request.access
    user = access_user(access, user_id)
    _managed_alone(request, user_id)
    if user.pk == access.user.pk:
        return _users(request, problem=InvalidValue("nobody closes their own account."))
    try:
        close_user(user=user, actor=access.actor, at=access.at)
    except InvalidValue as problem:
        return _users(request, problem=problem)
    messages.success(request, f"{user.username} can sign in no longer.")
    return redirect("users")


def _managed_alone(request: AccessRequest, user_id: UUID) -> None:
    """Raise ``Http404`` when a colleague also works in a practice that somebody else manages."""
    practices = request.access.practices(Permission.MANAGE_USERS)
    if Membership.objects.filter(user=user_id, is_active=True).exclude(practice__in=practices).exists():
        raise Http404


def _practice(request: AccessRequest) -> Practice:
    for practice in managed_practices(request.access):
        if str(practice.pk) == request.POST.get("practice", ""):
            return practice
    raise InvalidValue("that is none of your practices.", where="Practice")


def _role(request: AccessRequest) -> Role:
    if request.POST.get("role", "") not in Role.values:
        raise InvalidValue("that is not a role.", where="Role")
    return Role(request.POST["role"])
