"""Tokens on screen: an administrator gives a program access, sees its text once, and takes it away."""

import re

from django.test import Client

from cleanclaim.web.api.models import ApiToken
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from tests.web.screens.conftest import As, actions

ASKED = {"name": "Warehouse", "days": "30", "scope": ["claims:read", "findings:read"]}


def test_a_token_is_made_shown_once_used_and_revoked(as_role: As, clinic: Organization) -> None:
    admin = as_role(Role.ADMIN)
    page = admin.post("/tokens/", ASKED).content.decode()
    text = re.search(r'id="new-token">([^<]+)<', page)
    assert text is not None
    bearer = {"Authorization": f"Bearer {text[1]}"}
    assert Client().get("/api/v1/claims", headers=bearer).status_code == 200
    again = admin.get("/tokens/").content.decode()
    assert "Warehouse" in again
    assert text[1] not in again, "its text is shown once"
    with tenant(clinic.pk):
        row = ApiToken.objects.get()
        assert row.scopes == ["claims:read", "findings:read"]
        assert row.last_used_at is not None
    assert admin.post(f"/tokens/{row.pk}/revoke/").status_code == 302
    assert Client().get("/api/v1/claims", headers=bearer).status_code == 401
    assert {"token.made", "token.revoked", "tokens.listed"} <= set(actions(clinic))


def test_a_token_that_cannot_be_is_told_in_a_sentence(as_role: As, clinic: Organization) -> None:
    admin = as_role(Role.ADMIN)
    for fields, said in (
        ({**ASKED, "name": " "}, "needs a name"),
        ({**ASKED, "days": "a few"}, "no number of days"),
        ({**ASKED, "days": "1000"}, "1 to 366 days"),
        ({**ASKED, "scope": []}, "needs scopes"),
        ({**ASKED, "scope": ["claims:release"]}, "needs scopes"),
    ):
        answer = admin.post("/tokens/", fields)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), fields
    with tenant(clinic.pk):
        assert not ApiToken.objects.exists()
    assert as_role(Role.SUPERVISOR).post("/tokens/", ASKED).status_code == 403
