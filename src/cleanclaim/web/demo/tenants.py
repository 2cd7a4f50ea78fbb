"""The demonstration's tenants, practices and users in the database, made when they are not there."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.contrib.auth.hashers import make_password

from cleanclaim.primitives import NPI, TIN
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.demo.people import FRONT_DESK
from cleanclaim.web.demo.practice import DemoOrganization, company, demo_users, practices
from cleanclaim.web.organizations.models import Membership, Organization, Practice, User
from cleanclaim.web.organizations.selectors import organization_ids
from cleanclaim.web.organizations.services import create_organization, create_practice
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow import MACHINE

CALENDAR = Actor(kind=MACHINE, name="demonstration calendar")


def demo_organization() -> UUID:
    """Return the id of the demonstration's first organization, made when it is not there yet."""
    return make_tenant(company().organizations[0])


def make_tenant(raw: DemoOrganization) -> UUID:
    """Return the id of a tenant of the billing company, made with its practices when it is not there.

    A new one lives on the company's first day.
    """
    first_day = company().first_day
    at = datetime.combine(first_day, time(6), tzinfo=UTC)
    if raw.id not in organization_ids():
        create_organization(
            name=raw.name,
            submitter_id=raw.submitter_id,
            phone=raw.phone,
            organization_id=raw.id,
            actor=FRONT_DESK,
            at=at,
        )
    with tenant(raw.id):
        known = set(Practice.objects.values_list("npi", flat=True))
        for practice in practices().values():
            biller = practice.raw["practice"]
            if practice.organization == raw.key and biller["npi"] not in known:
                create_practice(
                    name=biller["name"],
                    npi=NPI.parse(biller["npi"]),
                    tin=TIN.parse(biller["tax_id"]),
                    taxonomy=biller["taxonomy"],
                    actor=FRONT_DESK,
                    at=at,
                )
    if day_of(raw.id) is None:
        set_day(raw.id, first_day, at=at)
    return raw.id


def day_of(organization_id: UUID) -> date | None:
    """Return the day on which an organization lives; nothing for one that lives by the clock."""
    with tenant(organization_id):
        return Organization.objects.get(pk=organization_id).practice_today


def set_day(organization_id: UUID, day: date, *, at: datetime) -> None:
    """Let an organization live on a day, and say so in its audit trail."""
    with tenant(organization_id):
        organization = Organization.objects.select_for_update().get(pk=organization_id)
        organization.practice_today = day
        organization.save(update_fields=["practice_today"])
        record(
            actor=CALENDAR,
            action="organization.day_moved",
            subject=organization,
            at=at,
            details={"day": day.isoformat()},
        )


def create_demo_users(*, password: str, second_factor: Callable[[User], None]) -> dict[str, User]:
    """Return the demonstration's users by name, made with their memberships when they are not there.

    All have the same ``password``, and one hash of it: it stands on the page on which they sign
    in. ``second_factor`` gives a user theirs, unless they have it. Call it after the tenants are
    made.
    """
    hashed = ""
    users: dict[str, User] = {}
    for raw in demo_users():
        user = User.objects.filter(username=raw.username).first()
        if user is None:
            hashed = hashed or make_password(password)
            user = User.objects.create_user(raw.username, None, display_name=raw.display_name)
            user.password, user.demonstration = hashed, True
            user.save(update_fields=["password", "demonstration"])
        second_factor(user)
        users[raw.username] = user
        for key in raw.organizations:
            billing = {
                practice.raw["practice"]["npi"]
                for practice in practices().values()
                if practice.organization == key and (not raw.practices or practice.key in raw.practices)
            }
            with tenant(company().organization(key).id):
                for practice in Practice.objects.filter(npi__in=billing):
                    Membership.objects.get_or_create(user=user, practice=practice, role=raw.role)
    return users
