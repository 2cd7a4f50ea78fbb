"""Every screen, every role: who may is let in, who may not changes nothing and is written down."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.organizations.models import Organization, Practice, Role, User
from cleanclaim.web.organizations.permissions import MATRIX, Permission
from cleanclaim.web.organizations.services.manage_users import add_user, give_role
from cleanclaim.web.tenancy import tenant
from tests.web.access.conftest import PASSWORD, SECRET, code_of_now
from tests.web.path.conftest import FRONT_DESK
from tests.web.screens.world import (
    NOW,
    World,
    fingerprint,
    mailbox_in,
    make_organization,
    make_second_practice,
    make_world,
)

OPEN = {
    "account_change_password",
    "account_email",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password",
    "account_set_password",
    "account_signup",
    "demo.authenticator",
    "health",
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
}
"""Views without the door: signing in and one's own second factor, whether the server lives, and the
authenticator of the demonstration. None shows an organization's row."""

ANSWERS = {("encounters.query", "POST"): Permission.ANSWER_QUERIES}
"""Where sending asks for more than looking."""


FIELDS = """number last_name record_number state payer first_day last_day words on actor record action day
username name role practice reason other what option question options text outcome until owner
amount method reference receipt from code diagnoses kind sort due organization action text"""
"""What the forms' fields are called."""
FORM = "application/x-www-form-urlencoded"


class Screen(NamedTuple):
    """One view of the application behind the door."""

    name: str
    fields: tuple[str, ...]
    permission: Permission | None

    def address(self, ids: dict[str, str]) -> str:
        return reverse(self.name, kwargs={field: ids[field] for field in self.fields})


def views() -> Iterator[tuple[str, tuple[str, ...], Callable[..., Any]]]:
    """Yield all views with their names and what their addresses hold."""

    def walk(patterns: list[Any]) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                if pattern.namespace != "api":  # tokens, not people: tests/web/api goes to every operation
                    yield from walk(pattern.url_patterns)
            else:
                yield pattern

    for pattern in walk(get_resolver().url_patterns):
        assert pattern.name, f"{pattern.pattern} has no name"
        yield pattern.name, tuple(pattern.pattern.converters), pattern.callback


def screens() -> list[Screen]:
    """Return all screens; a view counts as one when its door can be found below its wrappers."""
    found = []
    for name, fields, view in views():
        inner: Any = view
        while inner is not None and not hasattr(inner, "asks_for"):
            inner = getattr(inner, "__wrapped__", None)
        if inner is not None:
            found.append(Screen(name, fields, inner.asks_for))
    return found


@pytest.fixture(scope="module")
def world(
    database: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[World]:
    """One organization with one row of everything."""
    place = tmp_path_factory.mktemp("matrix-mailboxes")
    with django_db_blocker.unblock(), mailbox_in(place):
        made = make_world(place)
        colleague = new_user(Role.CODER, made.practice)
        made.ids["user_id"] = str(colleague.pk)
        yield made


def new_user(role: Role, *practices: Practice) -> User:
    """Make somebody with a role and an authenticator."""
    with tenant(practices[0].organization_id):
        user = add_user(
            username=f"user-{uuid4().hex[:12]}",
            display_name="Some Body",
            password=PASSWORD,
            actor=FRONT_DESK,
            at=NOW,
        )
        for practice in practices:
            give_role(user=user, practice=practice, role=role, actor=FRONT_DESK, at=NOW)
    TOTP.activate(user, SECRET)
    return user


def enter(user: User, *, enforce_csrf_checks: bool = False) -> Client:
    """Sign somebody in."""
    cache.clear()
    client = Client()
    client.post("/sign-in/", {"login": user.username, "password": PASSWORD})
    client.post("/sign-in/code/authenticate/", {"code": code_of_now()})
    client.handler.enforce_csrf_checks = enforce_csrf_checks
    return client


def refusals(organization: Organization, user: User) -> list[dict[str, Any]]:
    """Return the refusals that were written down about somebody."""
    with tenant(organization.pk):
        rows = AuditEvent.objects.filter(action="access.refused", actor_user=str(user.pk))
        return [row.details for row in rows.order_by("at", "pk")]


def test_every_view_that_is_not_a_way_in_is_behind_the_door() -> None:
    names = {name for name, _, _ in views()}
    assert names >= OPEN, f"not there: {sorted(OPEN - names)}"
    behind = {screen.name for screen in screens()}
    assert names - OPEN == behind
    assert len(behind) > 40


@pytest.mark.parametrize("role", list(Role))
def test_a_role_comes_as_far_as_the_matrix_says(role: Role, world: World) -> None:
    user = new_user(role, world.practice)
    client = enter(user)
    before = fingerprint(world.organization)
    refused, allowed = [], []
    for screen in screens():
        for method in ("GET", "POST"):
            needed = ANSWERS.get((screen.name, method), screen.permission)
            (allowed if needed is None or needed in MATRIX[role] else refused).append((screen, method))
    turned_away = []
    for screen, method in refused:
        answer = getattr(client, method.lower())(screen.address(world.ids))
        if answer.status_code != 405:
            assert answer.status_code == 403, f"{method} {screen.name}"
            turned_away.append({"screen": screen.name, "method": method})
    assert refusals(world.organization, user) == turned_away
    assert len(turned_away) > 3, "every role is kept from something"
    assert fingerprint(world.organization) == before
    for screen, method in allowed:
        answer = getattr(client, method.lower())(screen.address(world.ids))
        fine = (200, 302, 404, 405) if method == "GET" else (200, 302, 404, 405, 422)
        assert answer.status_code in fine, f"{method} {screen.name}: {answer.status_code}"


def everything_in(practice: Practice) -> User:
    """Make somebody who has every role there is, in one practice."""
    user = new_user(Role.SUPERVISOR, practice)
    with tenant(practice.organization_id):
        for role in Role:
            give_role(user=user, practice=practice, role=role, actor=FRONT_DESK, at=NOW)
    return user


def assert_comes_to_nothing(client: Client, world: World) -> None:
    """Assert that somebody sees and changes none of the world's rows."""
    before = fingerprint(world.organization)
    named = [screen for screen in screens() if screen.fields]
    assert len(named) > 25
    for screen in named:
        for method in ("get", "post"):
            answer = getattr(client, method)(screen.address(world.ids))
            assert answer.status_code in (404, 405), f"{method} {screen.name}: {answer.status_code}"
            text = answer.content.decode()
            assert not [key for key in world.ids.values() if key in text], screen.name
    for field, key in world.ids.items():
        for name in ("worklist.act", "worklist", "claims", "audit"):
            fields = {"item": key, field: key, "record": key, "what": "close", "outcome": "mine now"}
            client.post(reverse(name), fields)
    assert fingerprint(world.organization) == before


def test_another_organization_s_people_come_to_nothing(world: World) -> None:
    other = make_organization("Other Clinic")
    with tenant(other.pk):
        practice = make_second_practice()
    assert_comes_to_nothing(enter(everything_in(practice)), world)


def test_people_of_another_practice_of_the_same_organization_come_to_nothing(world: World) -> None:
    client = enter(everything_in(world.second_practice))
    assert_comes_to_nothing(client, world)
    for name in ("home", "worklist", "encounters", "encounters.queries", "claims", "remittances", "accounts"):
        shown = client.get(reverse(name)).content.decode()
        assert not [key for key in world.ids.values() if key in shown], name
    assert world.ids["user_id"] not in client.get(reverse("users")).content.decode()


def test_a_permission_in_one_practice_is_none_in_another(world: World) -> None:
    """Reads claims in the first practice, may change them in the second only."""
    user = new_user(Role.CODER, world.practice)
    with tenant(world.organization.pk):
        for role in (Role.BILLER, Role.PROVIDER, Role.SUPERVISOR, Role.ADMIN):
            give_role(user=user, practice=world.second_practice, role=role, actor=FRONT_DESK, at=NOW)
    client = enter(user)
    before = fingerprint(world.organization)
    may = MATRIX[Role.CODER]
    for screen in screens():
        if not screen.fields or screen.permission in may or screen.name == "worklist.undo":
            continue
        for method in ("get", "post"):
            answer = getattr(client, method)(screen.address(world.ids))
            assert answer.status_code in (403, 404, 405), f"{method} {screen.name}: {answer.status_code}"
    assert client.post(reverse("encounters.query", args=[world.ids["query_id"]])).status_code == 403
    assert fingerprint(world.organization) == before


def test_a_form_from_elsewhere_is_refused_by_every_screen(world: World) -> None:
    client = enter(everything_in(world.practice), enforce_csrf_checks=True)
    before = fingerprint(world.organization)
    for screen in screens():
        answer = client.post(screen.address(world.ids))
        assert answer.status_code in (403, 405), screen.name
    assert fingerprint(world.organization) == before


def test_nobody_who_is_not_signed_in_sees_a_screen(world: World) -> None:
    for screen in screens():
        for method in ("get", "post"):
            answer = getattr(Client(), method)(screen.address(world.ids))
            assert answer.status_code in (302, 405), screen.name
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/sign-in/"), screen.name


def test_letters_that_no_text_holds_are_a_sentence_and_not_a_failure(world: World) -> None:
    """NUL, half a surrogate, a very long word and symbols, in every field that a screen may read."""
    client = enter(everything_in(world.practice))
    client.raise_request_exception = False
    for odd in ("a\0b", "\ud800" * 9, "x" * 5000, "\"' OR 1=1 -- %_*()²"):
        for screen in screens():
            fields = dict.fromkeys(FIELDS.split(), odd.encode("utf-8", "surrogatepass"))
            answer = client.post(screen.address(world.ids), urlencode(fields), content_type=FORM)
            assert answer.status_code < 500, f"{screen.name} with {odd[:20]!r}"
            if answer.status_code == 302:
                assert client.get(answer.headers["Location"]).status_code < 500, screen.name
        for name, field in (
            ("claims", "after"),
            ("encounters.encounter", "version"),
            ("claims.correct", "field"),
        ):
            screen = next(each for each in screens() if each.name == name)
            assert (
                client.get(screen.address(world.ids), {field: odd[:60].replace("\ud800", "?")}).status_code
                < 500
            ), name
    for text in ("-1", "1e999999", "NaN", "²", "12.345", "0"):
        fields = {"amount": text, "method": "cash"}
        assert client.post(reverse("accounts.pay", args=[world.ids["patient_id"]]), fields).status_code == 422
