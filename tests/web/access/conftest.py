"""People who sign in, for tests."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from cleanclaim.web.audit.record import Actor
from cleanclaim.web.organizations.models import Organization, Practice, Role, User
from cleanclaim.web.organizations.services.manage_users import add_user, give_role
from cleanclaim.web.tenancy import tenant

PASSWORD = "correct horse battery staple"
SECRET = "JBSWY3DPEHPK3PXP"

MakeUser = Callable[..., User]
SignIn = Callable[[User], Client]


@pytest.fixture
def make_user(actor: Actor, now: datetime) -> MakeUser:
    """Make a user with a role in a practice and, unless told otherwise, a second factor."""

    def make(role: Role, practice: Practice, *, second_factor: bool = True) -> User:
        with tenant(practice.organization_id):
            user = add_user(
                username=f"user-{uuid4().hex[:12]}",
                display_name="Some Body",
                password=PASSWORD,
                actor=actor,
                at=now,
            )
            give_role(user=user, practice=practice, role=role, actor=actor, at=now)
        if second_factor:
            TOTP.activate(user, SECRET)
        return user

    return make


@pytest.fixture
def sign_in() -> SignIn:
    """Sign a user in as a browser does: the password, then the code."""

    def enter(user: User) -> Client:
        cache.clear()  # codes that were used and attempts that were counted, by earlier tests
        client = Client()
        client.post("/sign-in/", {"login": user.username, "password": PASSWORD})
        client.post("/sign-in/code/authenticate/", {"code": code_of_now()})
        return client

    return enter


def code_of_now() -> str:
    """Return what an authenticator with ``SECRET`` shows."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[len(counters) // 2]))


__all__ = ["MakeUser", "Organization", "SignIn", "code_of_now"]
