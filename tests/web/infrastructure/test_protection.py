"""Every table is protected, and each protection is missed as soon as it is taken away."""

import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from cleanclaim.primitives import ConfigurationError, InvalidValue
from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.database import guards
from cleanclaim.web.organizations.models import Organization, Practice, PracticeEvent
from cleanclaim.web.tenancy import tenant


@pytest.fixture
def owner(database: Path) -> Iterator[Any]:
    """A cursor of the owner in a transaction that is rolled back: what it takes away comes back."""
    with transaction.atomic(using="owner"):
        with connections["owner"].cursor() as cursor:
            yield cursor
        transaction.set_rollback(True, using="owner")


def test_the_tests_connect_as_a_role_that_row_security_binds(database: Path) -> None:
    guards.require_serving_role()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles "
            "WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,) * 5
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,), "it owns nothing, so it can switch nothing off"


def test_the_owner_is_bound_by_row_security_too(practice: Practice, owner: Any) -> None:
    owner.execute("SELECT count(*) FROM organizations_practice")
    assert owner.fetchone() == (0,)


def test_a_connection_as_owner_may_not_serve(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "connection", connections["owner"])
    with pytest.raises(ConfigurationError, match="serves as cc_owner"):
        guards.require_serving_role()


class TestEveryTable:
    def test_is_protected(self, owner: Any) -> None:
        assert guards.problems(owner) == []

    def test_without_an_organization_is_listed_with_a_reason(self, owner: Any) -> None:
        owner.execute(
            "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
            "AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'organization_id')"
        )
        without = {row[0] for row in owner.fetchall()} - set(guards.TENANT_COLUMN)
        assert without == set(guards.WITHOUT_ORGANIZATION)
        assert all(guards.WITHOUT_ORGANIZATION.values())

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            ("DROP POLICY tenant ON organizations_practice", "policy on organizations_practice"),
            ("ALTER POLICY tenant ON audit_auditevent USING (true)", "policy on audit_auditevent"),
            ("ALTER POLICY tenant ON audit_auditevent WITH CHECK (true)", "policy on audit_auditevent"),
            ("CREATE POLICY more ON audit_auditevent USING (true)", "policy on audit_auditevent"),
            ("ALTER TABLE organizations_practiceevent NO FORCE ROW LEVEL SECURITY", "not forced"),
            ("ALTER TABLE organizations_organization DISABLE ROW LEVEL SECURITY", "not enabled"),
            ("CREATE TABLE forgotten (id int)", "forgotten has no organization"),
            ("CREATE TABLE forgotten (organization_id uuid)", "not enabled on forgotten"),
            ("CREATE VIEW window_ AS SELECT * FROM organizations_practice", "window_ shows rows"),
            ("CREATE MATERIALIZED VIEW copy_ AS SELECT 1", "copy_ shows rows"),
            (
                (
                    "ALTER TABLE organizations_membership "
                    "DROP CONSTRAINT organizations_membership_practice_id_tenant_fk"
                ),
                "organizations_membership.practice_id may refer to another organization's row",
            ),
            (
                "DROP TRIGGER append_only ON organizations_practiceevent",
                "history that its owner could change",
            ),
            (
                "ALTER TABLE audit_auditevent DISABLE TRIGGER append_only",
                "history that its owner could change",
            ),
            ("GRANT UPDATE ON audit_auditevent TO cc_app", "cc_app may update or delete"),
            ("GRANT UPDATE (at) ON audit_auditevent TO cc_app", "cc_app may update or delete"),
            (
                "GRANT TRUNCATE ON organizations_practice TO cc_app",
                "may empty or alter organizations_practice",
            ),
            ("GRANT CREATE ON SCHEMA public TO cc_app", "cc_app may create tables"),
        ],
    )
    def test_is_missed_when_it_loses_its_protection(self, owner: Any, change: str, problem: str) -> None:
        owner.execute(change)
        assert any(problem in found for found in guards.problems(owner))

    def test_stops_the_migration_that_forgot_it(self, owner: Any) -> None:
        owner.execute("CREATE TABLE forgotten (organization_id uuid)")
        with pytest.raises(ConfigurationError, match="not enabled on forgotten"):
            guards.require_guards()


CHANGES = {
    "update": "UPDATE {table} SET organization_id = organization_id",
    "update of no row": "UPDATE {table} SET organization_id = organization_id WHERE false",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table}",
    "truncate of its organization": "TRUNCATE organizations_organization CASCADE",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET "
    "organization_id = EXCLUDED.organization_id",
    "merge": "MERGE INTO {table} t USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
}
APPEND_ONLY = {"audit_auditevent": "id", "organizations_practiceevent": "pgh_id"}


def assert_refused(alias: str, statement: str) -> None:
    """Assert that a statement is refused; the transaction around goes on."""
    try:
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        reason = str(error)
    else:
        raise AssertionError(f"{alias} was allowed to {statement}")
    assert "append-only" in reason or "permission denied" in reason


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("alias", ["default", "owner"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_history_is_only_added_to(practice: Practice, table: str, alias: str, change: str) -> None:
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT set_config('cleanclaim.organization', %s, true)", [str(practice.organization_id)]
            )
        assert_refused(alias, change.format(table=table, key=APPEND_ONLY[table]))
    with tenant(practice.organization_id):
        assert AuditEvent.objects.count() == 2
        assert PracticeEvent.objects.count() == 1


@pytest.mark.parametrize("change", ["update", "delete", "truncate"])
def test_history_could_be_changed_without_its_trigger(owner: Any, change: str) -> None:
    statement = CHANGES[change].format(table="audit_auditevent")
    assert_refused("owner", statement)
    owner.execute("DROP TRIGGER append_only ON audit_auditevent")
    with pytest.raises(AssertionError, match="was allowed to"):
        assert_refused("owner", statement)


def test_rows_would_be_seen_without_the_policy(practice: Practice, owner: Any) -> None:
    def seen_by_another() -> int:
        owner.execute("SELECT set_config('cleanclaim.organization', %s, true)", [str(uuid.uuid4())])
        owner.execute("SELECT count(*) FROM organizations_practice WHERE id = %s", [practice.id])
        return int(owner.fetchone()[0])

    assert seen_by_another() == 0
    owner.execute("ALTER TABLE organizations_practice DISABLE ROW LEVEL SECURITY")
    assert seen_by_another() == 1


class TestFieldHistory:
    def test_keeps_every_version_of_a_row(self, practice: Practice) -> None:
        with tenant(practice.organization_id):
            Practice.objects.filter(pk=practice.pk).update(name="Riverside")
            Practice.objects.filter(pk=practice.pk).delete()
            versions = PracticeEvent.objects.order_by("pgh_id").values_list("pgh_label", "name")
            assert list(versions) == [
                ("insert", "Riverside Family Medicine"),
                ("update", "Riverside"),
                ("delete", "Riverside"),
            ]

    def test_goes_with_the_transaction(self, practice: Practice) -> None:
        with pytest.raises(ZeroDivisionError), tenant(practice.organization_id):  # noqa: PT012
            Practice.objects.filter(pk=practice.pk).update(name="Riverside")
            raise ZeroDivisionError
        with tenant(practice.organization_id):
            assert PracticeEvent.objects.count() == 1

    def test_does_not_use_the_shared_context(self, database: Path) -> None:
        for statement in ("SELECT * FROM pghistory_context", "INSERT INTO pghistory_context DEFAULT VALUES"):
            assert_refused("default", statement)


class TestTheAuditTrail:
    def test_tells_of_what_was_committed_only(
        self, organization: Organization, actor: Actor, now: datetime
    ) -> None:
        with pytest.raises(ZeroDivisionError), tenant(organization.id):  # noqa: PT012
            record(actor=actor, action="organization.renamed", subject=organization, at=now)
            raise ZeroDivisionError
        with tenant(organization.id):
            record(actor=actor, action="organization.shown", subject=organization, at=now, details={"n": 1})
            actions = AuditEvent.objects.order_by("action").values_list(
                "action", "actor", "object_type", "at"
            )
            assert list(actions) == [
                ("organization.created", "tests", "organizations.organization", now),
                ("organization.shown", "tests", "organizations.organization", now),
            ]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"action": "Organization renamed"},
            {"at": datetime(2025, 12, 15)},  # noqa: DTZ001 - that is the point
            {"actor": Actor(kind="person", name="")},
            {"actor": Actor(kind="ghost", name="nobody")},
        ],
    )
    def test_needs_who_what_and_when(
        self, organization: Organization, actor: Actor, now: datetime, wrong: dict[str, Any]
    ) -> None:
        told = {"actor": actor, "action": "organization.shown", "subject": organization, "at": now} | wrong
        with pytest.raises(InvalidValue), tenant(organization.id):
            record(**told)


def test_the_serving_role_cannot_write_what_only_migrations_write(database: Path) -> None:
    for table in ("django_migrations", "django_content_type", "auth_permission"):
        assert_refused("default", f"DELETE FROM {table}")
