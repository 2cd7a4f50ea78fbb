"""Each organization sees and changes its own rows only, and PostgreSQL sees to it."""

import uuid
from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from cleanclaim.primitives import NPI, TIN, AccessDenied
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.organizations.models import Membership, Organization, Practice, PracticeEvent, User
from cleanclaim.web.organizations.selectors import organization_ids
from cleanclaim.web.organizations.services import create_practice
from cleanclaim.web.tenancy import current_organization, tenant


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('cleanclaim.organization', true)")
        return cursor.fetchone()[0] or ""


class TestAnotherOrganization:
    def test_reads_nothing(self, practice: Practice, other_organization: Organization) -> None:
        with tenant(other_organization.id):
            assert not Practice.objects.filter(pk=practice.pk).exists()
            assert Practice.objects.count() == 0
            assert PracticeEvent.objects.count() == 0
            assert list(Organization.objects.values_list("pk", flat=True)) == [other_organization.pk]

    def test_reads_nothing_by_a_join(self, practice: Practice, other_organization: Organization) -> None:
        with tenant(other_organization.id), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM organizations_organization o "
                "LEFT JOIN organizations_practice p ON p.id = %s WHERE p.id IS NOT NULL",
                [practice.pk],
            )
            assert cursor.fetchone() == (0,)

    def test_changes_nothing(self, practice: Practice, other_organization: Organization) -> None:
        with tenant(other_organization.id):
            assert Practice.objects.filter(pk=practice.pk).update(name="Taken over") == 0
            assert Practice.objects.filter(pk=practice.pk).delete()[0] == 0
        with tenant(practice.organization_id):
            practice.refresh_from_db()
            assert practice.name == "Riverside Family Medicine"

    def test_cannot_be_written_to(self, practice: Practice, other_organization: Organization) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), tenant(other_organization.id):
            Practice.objects.create(
                organization_id=practice.organization_id, name="Planted", npi="1", tin="2"
            )
        with tenant(practice.organization_id):
            assert Practice.objects.count() == 1

    def test_cannot_be_handed_a_row(self, practice: Practice, other_organization: Organization) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), tenant(practice.organization_id):
            Practice.objects.filter(pk=practice.pk).update(organization_id=other_organization.id)

    def test_cannot_be_referred_to(self, practice: Practice, other_organization: Organization) -> None:
        """A plain foreign key is checked around row security; the one with the organization refuses."""
        user = User.objects.create_user(f"user-{uuid.uuid4().hex}")
        with pytest.raises(IntegrityError, match="tenant_fk"), tenant(other_organization.id):
            Membership.objects.create(
                organization_id=other_organization.id, user=user, practice_id=practice.pk, role="coder"
            )


class TestWithoutAnOrganization:
    def test_no_row_is_seen(self, practice: Practice) -> None:
        assert Practice.objects.count() == 0
        assert Organization.objects.count() == 0

    def test_no_row_is_written(self, organization: Organization) -> None:
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Practice.objects.create(organization_id=organization.id, name="Nobody's", npi="1", tin="2")

    def test_workers_learn_ids_and_nothing_else(
        self, organization: Organization, other_organization: Organization
    ) -> None:
        ids = organization_ids()
        assert {organization.id, other_organization.id} <= set(ids)
        assert all(isinstance(key, uuid.UUID) for key in ids)

    def test_code_that_needs_one_says_so(self, database: object) -> None:
        with pytest.raises(AccessDenied, match="No organization is set"):
            current_organization()


class TestTheSetting:
    def test_ends_with_its_transaction(self, organization: Organization) -> None:
        with tenant(organization.id):
            assert setting() == str(organization.id)
            backend = connection.connection.info.backend_pid
        assert connection.connection.info.backend_pid == backend, "the same connection is used next"
        assert setting() == ""

    def test_ends_with_a_failed_transaction(self, organization: Organization) -> None:
        with pytest.raises(ZeroDivisionError), tenant(organization.id):
            raise ZeroDivisionError
        assert setting() == ""
        with pytest.raises(AccessDenied):
            current_organization()

    def test_ends_with_its_block_inside_a_longer_transaction(
        self, organization: Organization, other_organization: Organization
    ) -> None:
        with transaction.atomic():
            with tenant(organization.id):
                pass
            assert setting() == ""
            with tenant(other_organization.id):
                assert setting() == str(other_organization.id)

    def test_of_another_organization_is_refused_inside(
        self, organization: Organization, other_organization: Organization
    ) -> None:
        with tenant(organization.id):
            with pytest.raises(AccessDenied, match="another organization"), tenant(other_organization.id):
                pytest.fail("a transaction changed its organization")
            assert setting() == str(organization.id)
            assert current_organization() == organization.id

    def test_of_the_same_organization_continues_inside(self, organization: Organization) -> None:
        with tenant(organization.id):
            with tenant(str(organization.id)):
                assert current_organization() == organization.id
            assert setting() == str(organization.id)

    def test_a_session_setting_would_leak(self, organization: Organization, practice: Practice) -> None:
        """Why tenant() never sets the session: the next user of the connection would see the rows."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('cleanclaim.organization', %s, false)", [str(organization.id)])
            try:
                assert Practice.objects.count() == 1
            finally:
                cursor.execute("SELECT set_config('cleanclaim.organization', '', false)")
        assert Practice.objects.count() == 0


def test_everything_in_a_block_commits_or_nothing(
    organization: Organization, actor: Actor, now: datetime
) -> None:
    npi, tin = NPI.from_nine("123456789"), TIN.parse("12-3456789")
    with pytest.raises(DatabaseError), tenant(organization.id):  # noqa: PT012 - the second call fails
        create_practice(name="First", npi=npi, tin=tin, actor=actor, at=now)
        Practice.objects.create(organization_id=organization.id, name="x" * 300)
    with tenant(organization.id):
        assert Practice.objects.count() == 0
