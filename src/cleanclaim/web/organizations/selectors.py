"""Reading organizations: from outside of any tenant ids and names, inside one its people too."""

import uuid
from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.organizations.models import Membership, Practice, User


def organization_ids() -> list[uuid.UUID]:
    """Return the ids of all organizations, for workers that go through them one by one.

    The database function behind it runs as the owner and returns ids only; every row of an
    organization still needs ``tenant()``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cleanclaim_organization_ids() AS id ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def organizations_of(user_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return the organizations in which somebody has an active membership: names by id, by name.

    Somebody signs in before any tenant is known; the database function behind this tells ids and
    names of their own organizations only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM cleanclaim_organizations_of(%s) ORDER BY name, id", [user_id])
        return {row[0]: row[1] for row in cursor.fetchall()}


def members() -> QuerySet[Membership]:
    """Return all memberships in the open tenant, with user and practice, by username."""
    return Membership.objects.select_related("user", "practice").order_by(
        "user__username", "practice__name", "role"
    )


def user_named(username: str) -> User:
    """Return a user who has, or had, a role in the open tenant; raises ``InvalidValue`` for others."""
    found = User.objects.filter(username=username.strip().lower(), memberships__isnull=False).first()
    if found is None:
        raise InvalidValue(f"there is no user {username[:40]!r} here.", fix="See: cleanclaim user list")
    return found


def practices_named(npi: str | None) -> list[Practice]:
    """Return the open tenant's practices that bill with an NPI, or all; raises ``InvalidValue`` for none."""
    rows = Practice.objects.filter(is_active=True)
    found = list(rows.filter(npi=npi) if npi else rows)
    if not found:
        raise InvalidValue(
            f"no practice here bills with NPI {npi[:20]!r}." if npi else "there is no practice yet.",
            fix="See: cleanclaim organization list"
            if npi
            else "Make one: cleanclaim organization add-practice",
        )
    return found


def colleagues_in(practices: Iterable[uuid.UUID]) -> list[User]:
    """Return the people who have a role in one of these practices, by name."""
    rows = User.objects.filter(
        is_active=True, memberships__practice__in=list(practices), memberships__is_active=True
    )
    return list(rows.distinct().order_by("display_name", "username"))
