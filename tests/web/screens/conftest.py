"""People, a clinic, and the cycle to run over its encounters, for tests of screens."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.demo.tenants import set_day
from cleanclaim.web.organizations.models import Organization, Practice, Role, User
from cleanclaim.web.tenancy import tenant
from tests.web.access.conftest import MakeUser, SignIn, make_user, sign_in
from tests.web.path.conftest import Run, clinic as bare_clinic, encounters, mailbox, run
from tests.web.screens.world import TODAY

__all__ = ["bare_clinic", "encounters", "mailbox", "make_user", "run", "sign_in"]

As = Callable[[Role], Client]


@pytest.fixture
def clinic(bare_clinic: Organization, now: datetime) -> Organization:
    """A tenant with the demonstration's practice, which lives on a day of December 2025."""
    set_day(bare_clinic.pk, TODAY, at=now)
    return bare_clinic


@pytest.fixture
def clinic_practice(clinic: Organization) -> Practice:
    """The clinic's practice."""
    with tenant(clinic.pk):
        return Practice.objects.get()


@pytest.fixture
def people() -> dict[Role, User]:
    """Who was signed in by ``as_role``."""
    return {}


@pytest.fixture
def as_role(clinic_practice: Practice, make_user: MakeUser, sign_in: SignIn, people: dict[Role, User]) -> As:
    """Return a function that signs somebody with a role in."""

    def enter(role: Role) -> Client:
        people[role] = make_user(role, clinic_practice)
        return sign_in(people[role])

    return enter


@pytest.fixture
def biller(as_role: As) -> Client:
    """A biller's browser."""
    return as_role(Role.BILLER)


@pytest.fixture
def coder(as_role: As) -> Client:
    """A coder's browser."""
    return as_role(Role.CODER)


def actions(organization: Organization, about: object = None) -> list[str]:
    """Return what the audit trail tells, in order; of one record if one is given."""
    with tenant(organization.pk):
        rows = AuditEvent.objects.exclude(action__startswith="ledger.")
        if about is not None:
            rows = rows.filter(object_id=str(about))
        return list(rows.order_by("at", "pk").values_list("action", flat=True))


__all__ += ["Run"]
