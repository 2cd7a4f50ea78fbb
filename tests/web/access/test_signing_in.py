"""Nobody comes in without a password, a code, and a role."""

from datetime import datetime
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.organizations.models import Membership, Practice, Role, User
from cleanclaim.web.organizations.selectors import organizations_of
from cleanclaim.web.organizations.services.manage_users import close_user, reset_sign_in, take_role
from cleanclaim.web.tenancy import tenant
from tests.web.access.conftest import PASSWORD, SECRET, MakeUser, SignIn, code_of_now


@pytest.fixture
def biller(make_user: MakeUser, practice: Practice) -> User:
    return make_user(Role.BILLER, practice)


def test_a_stranger_is_sent_to_sign_in_and_back(database: object) -> None:
    answer = Client().get("/worklist/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=%2Fworklist%2F"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(database: object) -> None:
    answer = Client().get("/worklist/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_a_wrong_password_is_refused_without_saying_what_was_wrong(biller: User) -> None:
    cache.clear()
    answers = [
        Client().post("/sign-in/", {"login": name, "password": "something wrong"}).content.decode()
        for name in (biller.username, "nobody-of-that-name")
    ]
    said = ["not correct" in answer for answer in answers]
    assert said == [True, True]


def test_a_wrong_password_is_written_down_where_the_user_works(biller: User) -> None:
    cache.clear()
    Client().post("/sign-in/", {"login": biller.username, "password": "something wrong"})
    with tenant(membership_of(biller)):
        events = AuditEvent.objects.filter(action="user.sign_in_failed", object_id=str(biller.pk))
        assert events.count() == 1


def test_the_password_alone_opens_nothing(biller: User) -> None:
    cache.clear()
    client = Client()
    answer = client.post("/sign-in/", {"login": biller.username, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/sign-in/code/authenticate/")
    assert client.get("/worklist/").status_code == 302


def test_password_and_code_open_the_door_and_that_is_written_down(biller: User, sign_in: SignIn) -> None:
    client = sign_in(biller)
    assert client.get("/worklist/").status_code == 200
    client.get("/worklist/")
    membership = membership_of(biller)
    with tenant(membership):
        events = AuditEvent.objects.filter(actor_user=str(biller.pk), action="organization.entered")
        assert events.count() == 1


def test_a_code_is_good_once(biller: User, sign_in: SignIn) -> None:
    sign_in(biller)
    second = Client()
    second.post("/sign-in/", {"login": biller.username, "password": PASSWORD})
    second.post("/sign-in/code/authenticate/", {"code": code_of_now()})
    assert second.get("/worklist/").status_code == 302


def test_whoever_has_no_second_factor_sets_one_up_before_anything_else(
    make_user: MakeUser, practice: Practice
) -> None:
    cache.clear()
    user = make_user(Role.BILLER, practice, second_factor=False)
    client = Client()
    client.post("/sign-in/", {"login": user.username, "password": PASSWORD})
    assert client.get("/worklist/").headers["Location"] == "/sign-in/code/totp/activate/"
    page = client.get("/sign-in/code/totp/activate/").content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page
    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    done = client.post("/sign-in/code/totp/activate/", {"code": code})
    assert done.status_code == 302, done.content.decode()
    assert "Recovery codes" in client.get(done.headers["Location"]).content.decode()
    assert client.get("/worklist/").status_code == 200


def test_the_secret_of_an_authenticator_is_sealed_at_rest(biller: User) -> None:
    stored = Authenticator.objects.get(user=biller).data["secret"]
    assert SECRET not in stored


def test_a_user_who_was_closed_is_out_at_the_next_click(
    biller: User, sign_in: SignIn, actor: Actor, now: datetime
) -> None:
    client = sign_in(biller)
    with tenant(membership_of(biller)):
        close_user(user=biller, actor=actor, at=now)
    assert client.get("/worklist/").status_code == 302


def test_a_role_that_was_taken_is_gone_at_the_next_click(
    biller: User, practice: Practice, sign_in: SignIn, actor: Actor, now: datetime
) -> None:
    client = sign_in(biller)
    with tenant(practice.organization_id):
        take_role(membership=Membership.objects.get(user=biller), actor=actor, at=now)
    answer = client.get("/worklist/")
    assert answer.status_code == 403
    assert "no role" in answer.content.decode()


def test_a_lost_telephone_begins_again_with_a_new_password(
    biller: User, sign_in: SignIn, actor: Actor, now: datetime
) -> None:
    client = sign_in(biller)
    with tenant(membership_of(biller)):
        reset_sign_in(user=biller, password="another long password", actor=actor, at=now)
    assert client.get("/worklist/").status_code == 302
    fresh = Client()
    fresh.post("/sign-in/", {"login": biller.username, "password": "another long password"})
    assert fresh.get("/worklist/").headers["Location"] == "/sign-in/code/totp/activate/"


def test_nobody_signs_up_or_resets_a_password_by_mail(database: object) -> None:
    for path in ("/sign-in/signup/", "/sign-in/password/reset/", "/sign-in/email/"):
        assert Client().get(path).status_code == 404


def membership_of(user: User) -> UUID:
    """Return the organization that a user works for."""
    return next(iter(organizations_of(user.pk)))
