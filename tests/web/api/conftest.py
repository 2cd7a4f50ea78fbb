"""A practice with one row of everything, and tokens of its organization and of another."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from cleanclaim.web.api.scopes import SCOPES
from cleanclaim.web.api.services.manage_tokens import make_token
from cleanclaim.web.organizations.models import Organization, User
from cleanclaim.web.tenancy import tenant
from tests.web.path.conftest import FRONT_DESK
from tests.web.screens.world import (
    NOW,
    World,
    mailbox_in,
    make_organization,
    make_second_practice,
    make_world,
)

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def world(
    database: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[World]:
    """One organization with one row of everything."""
    place = tmp_path_factory.mktemp("api-mailboxes")
    with django_db_blocker.unblock(), mailbox_in(place):
        yield make_world(place)


@pytest.fixture(scope="module")
def other(world: World) -> Organization:
    """A second tenant with a practice of its own."""
    organization = make_organization("Other Clinic")
    with tenant(organization.pk):
        make_second_practice()
    return organization


def token_for(organization: Organization, scopes: Sequence[str] = tuple(SCOPES), days: int = 30) -> str:
    """Return the text of a new token."""
    user = User.objects.create_user(f"maker-{uuid4().hex[:8]}")
    with tenant(organization.pk):
        _, text = make_token(
            name=f"Program {uuid4().hex[:6]}",
            scopes=list(scopes),
            days=days,
            user=user,
            actor=FRONT_DESK,
            at=NOW,
        )
    return text


@pytest.fixture
def ask() -> Ask:
    """Return a function that sends a request with a token and returns status and JSON."""
    cache.clear()

    def send(
        method: str, path: str, token: str, body: object = None, key: str = ""
    ) -> tuple[int, Any, dict[str, str]]:
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        answer = Client().generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=headers,
        )
        return answer.status_code, json.loads(answer.content or b"null"), dict(answer.headers)

    return send
