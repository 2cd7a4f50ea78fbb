"""Who may sign in, and what they may do where."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.organizations.entry import entered_username
from cleanclaim.web.organizations.models import Membership, Practice, Role, User
from cleanclaim.web.tenancy import current_organization

MAX_SHOWN = 80
"""Characters of a person's name as timelines keep it."""


def initial_password() -> str:
    """Return a password to tell somebody once: 20 characters, about 100 bits."""
    return "-".join(secrets.token_hex(2) for _ in range(4)) + secrets.token_hex(1)


def add_user(
    *,
    username: str,
    display_name: str,
    password: str,
    actor: Actor,
    at: datetime,
    demonstration: bool = False,
) -> User:
    """Make somebody who signs in; call it inside ``tenant()``, whose audit trail tells of it.

    They can do nothing until they have a role. Raises ``InvalidValue`` for a username or name
    that cannot be one, and for a username that is taken (in whatever organization).
    """
    name = entered_username(username)
    shown = display_name.strip()
    if not shown or len(shown) > MAX_SHOWN or not shown.isprintable():
        raise InvalidValue(f"the name of a user is not 1 to {MAX_SHOWN} printable characters.")
    if User.objects.filter(username=name).exists():
        raise InvalidValue(
            f"there is a user {name} already.", fix="Give them a role, or choose another username."
        )
    user = User.objects.create_user(name, password, display_name=shown)
    if demonstration:
        user.demonstration = True
        user.save(update_fields=["demonstration"])
    record(actor=actor, action="user.created", subject=user, at=at)
    return user


def give_role(*, user: User, practice: Practice, role: Role, actor: Actor, at: datetime) -> Membership:
    """Give somebody a role in a practice of the current organization; giving it twice changes nothing."""
    membership, is_new = Membership.objects.get_or_create(
        user=user,
        practice=practice,
        role=role,
        defaults={"organization_id": current_organization()},
    )
    if not is_new and membership.is_active:
        return membership
    membership.is_active = True
    membership.save()
    record(actor=actor, action="role.given", subject=membership, at=at, details={"role": role.value})
    return membership


def take_role(*, membership: Membership, actor: Actor, at: datetime) -> None:
    """Take a role from somebody, from the next request on."""
    if not membership.is_active:
        return
    membership.is_active = False
    membership.save()
    record(actor=actor, action="role.taken", subject=membership, at=at, details={"role": membership.role})


def reset_sign_in(*, user: User, password: str, actor: Actor, at: datetime) -> None:
    """Give somebody a new password and let them set up a new authenticator; ends their sessions.

    Only for users all of whose roles are in the current organization: elsewhere somebody else
    answers for them. Raises ``InvalidValue`` otherwise.
    """
    require_own_user(user)
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(actor=actor, action="user.reset", subject=user, at=at)


def close_user(*, user: User, actor: Actor, at: datetime) -> None:
    """Let somebody sign in no longer, and end their sessions; what they did stays theirs."""
    require_own_user(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record(actor=actor, action="user.closed", subject=user, at=at)


def require_own_user(user: User) -> None:
    """Raise ``InvalidValue`` when a user works for another organization too, or not for this one."""
    from cleanclaim.web.organizations.selectors import organizations_of

    if set(organizations_of(user.pk)) - {current_organization()}:
        raise InvalidValue(
            "this user also works for another organization.",
            fix="Take their roles here; whoever runs the installation resets or closes them.",
        )


def end_sessions(user: User) -> None:
    """End all sessions of a user."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
