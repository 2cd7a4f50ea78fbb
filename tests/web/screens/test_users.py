"""Users on screen: made, given roles, reset, closed; and what an administrator may not do."""

import re

import pytest
from django.test import Client

from cleanclaim.web.organizations.models import Membership, Organization, Practice, Role, User
from cleanclaim.web.tenancy import tenant
from tests.web.access.conftest import PASSWORD, MakeUser, SignIn
from tests.web.screens.conftest import As, actions
from tests.web.screens.world import make_second_practice


@pytest.fixture
def admin(as_role: As) -> Client:
    """An administrator's browser."""
    return as_role(Role.ADMIN)


@pytest.fixture
def colleague(clinic_practice: Practice, make_user: MakeUser) -> User:
    """A coder of the practice."""
    return make_user(Role.CODER, clinic_practice)


def roles_of(user: User, clinic: Organization) -> set[str]:
    with tenant(clinic.pk):
        return set(Membership.objects.filter(user=user, is_active=True).values_list("role", flat=True))


def test_a_new_user_signs_in_with_the_password_that_was_shown_once(
    admin: Client, clinic: Organization, clinic_practice: Practice
) -> None:
    name = f"new.{clinic.pk.hex[:8]}"
    fields = {"username": name, "name": "New Person", "role": "biller", "practice": str(clinic_practice.pk)}
    page = admin.post("/users/", fields).content.decode()
    shown = re.search(r"only now: <code>([^<]+)</code>", page)
    assert shown is not None
    assert shown[1] not in admin.get("/users/").content.decode()
    fresh = Client()
    fresh.post("/sign-in/", {"login": name, "password": shown[1]})
    assert fresh.get("/").headers["Location"] == "/sign-in/code/totp/activate/"
    made = User.objects.get(username=name)
    assert roles_of(made, clinic) == {"biller"}
    assert actions(clinic, made.pk) == ["user.created"]
    again = admin.post("/users/", fields)
    assert again.status_code == 422
    assert "already" in again.content.decode()


def test_a_user_that_cannot_be_is_told_in_a_sentence(
    admin: Client, clinic: Organization, clinic_practice: Practice
) -> None:
    good = {
        "username": f"x{clinic.pk.hex[:8]}",
        "name": "N",
        "role": "coder",
        "practice": str(clinic_practice.pk),
    }
    before = User.objects.count()
    for wrong in (
        {"username": ""},
        {"username": "a b"},
        {"name": " "},
        {"name": "x" * 81},
        {"role": "king"},
        {"practice": "x"},
    ):
        answer = admin.post("/users/", {**good, **wrong})
        assert answer.status_code == 422, wrong
        assert 'role="alert"' in answer.content.decode(), wrong
    assert User.objects.count() == before


def test_roles_are_given_and_taken(
    admin: Client, clinic: Organization, clinic_practice: Practice, colleague: User
) -> None:
    where, practice = f"/users/{colleague.pk}/role/", str(clinic_practice.pk)
    assert admin.post(where, {"practice": practice, "role": "biller"}).status_code == 302
    assert roles_of(colleague, clinic) == {"coder", "biller"}
    admin.post(where, {"practice": practice, "role": "coder", "take": "1"})
    assert roles_of(colleague, clinic) == {"biller"}
    for wrong in ({"practice": practice, "role": "king"}, {"practice": "x", "role": "coder"}, {}):
        assert admin.post(where, wrong).status_code == 422
    assert roles_of(colleague, clinic) == {"biller"}


def test_a_lost_telephone_begins_again(
    admin: Client, clinic: Organization, colleague: User, sign_in: SignIn
) -> None:
    inside = sign_in(colleague)
    assert inside.get("/coding/").status_code == 200
    page = admin.post(f"/users/{colleague.pk}/reset/").content.decode()
    assert "only now" in page
    assert inside.get("/coding/").status_code == 302, "sessions end"
    old = Client()
    old.post("/sign-in/", {"login": colleague.username, "password": PASSWORD})
    assert old.get("/").headers["Location"].startswith("/sign-in/?"), "the old password is none"
    assert {"user.reset", "user.sign_in_failed"} <= set(actions(clinic, colleague.pk))


def test_closed_is_out_at_once_and_stays_on_the_list(
    admin: Client, clinic: Organization, colleague: User, sign_in: SignIn
) -> None:
    inside = sign_in(colleague)
    assert admin.post(f"/users/{colleague.pk}/close/").status_code == 302
    assert inside.get("/coding/").status_code == 302
    page = admin.get("/users/").content.decode()
    assert colleague.username in page
    assert "Closed" in page


def test_nobody_closes_themselves_out(
    admin: Client, clinic: Organization, clinic_practice: Practice, people: dict[Role, User]
) -> None:
    me = people[Role.ADMIN]
    fields = {"practice": str(clinic_practice.pk), "role": "admin", "take": "1"}
    assert admin.post(f"/users/{me.pk}/role/", fields).status_code == 422
    assert admin.post(f"/users/{me.pk}/close/").status_code == 422
    assert roles_of(me, clinic) == {"admin"}
    assert admin.get("/users/").status_code == 200


def test_an_administrator_of_one_practice_leaves_people_of_another_alone(
    admin: Client, clinic: Organization, clinic_practice: Practice, make_user: MakeUser
) -> None:
    with tenant(clinic.pk):
        second = make_second_practice()
    stranger, shared = make_user(Role.CODER, second), make_user(Role.CODER, clinic_practice)
    with tenant(clinic.pk):
        Membership.objects.create(user=shared, practice=second, role="coder")
    page = admin.get("/users/").content.decode()
    assert stranger.username not in page
    for what in ("reset", "close"):
        assert admin.post(f"/users/{stranger.pk}/{what}/").status_code == 404
        assert admin.post(f"/users/{shared.pk}/{what}/").status_code == 404
    fields = {"practice": str(second.pk), "role": "admin"}
    assert admin.post(f"/users/{shared.pk}/role/", fields).status_code == 422
    assert roles_of(shared, clinic) == {"coder"}
    assert User.objects.get(pk=shared.pk).is_active


def test_somebody_who_works_elsewhere_too_is_not_reset_here(
    admin: Client,
    clinic: Organization,
    colleague: User,
    other_organization: Organization,
) -> None:
    with tenant(other_organization.pk):
        elsewhere = make_second_practice()
        Membership.objects.create(user=colleague, practice=elsewhere, role="coder")
    for what in ("reset", "close"):
        answer = admin.post(f"/users/{colleague.pk}/{what}/")
        assert answer.status_code == 422
        assert "another organization" in answer.content.decode()
    assert User.objects.get(pk=colleague.pk).check_password(PASSWORD)
