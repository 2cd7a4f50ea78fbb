"""A real PostgreSQL for the tests of the web application, used as production uses it.

One embedded server per process of pytest, in a temporary directory, migrated by the owner; the
tests then run as ``cc_app``. There is no rollback between tests and nothing is emptied
(append-only tables cannot be): each test gets organizations of its own, and row security keeps
it from seeing anybody else's rows. So commits are real, deferred constraints fire, and what
would leak between tenants would show.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.web.setup import setup

setup()

from django.db import connection, connections  # noqa: E402

from cleanclaim.primitives import NPI, TIN  # noqa: E402
from cleanclaim.web.audit.record import Actor  # noqa: E402
from cleanclaim.web.database.migrating import migrate_database  # noqa: E402
from cleanclaim.web.organizations.models import Organization, Practice  # noqa: E402
from cleanclaim.web.organizations.services import create_organization, create_practice  # noqa: E402
from cleanclaim.web.postgres import EmbeddedServer  # noqa: E402
from cleanclaim.web.tenancy import tenant  # noqa: E402
from cleanclaim.workflow import MACHINE  # noqa: E402

HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Only here: what these tests write need not survive a loss of power."""


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """The data directory of this process's tests: reachable for the server's account, removed at the end."""
    directory = Path(tempfile.mkdtemp(prefix="cleanclaim-tests-", dir="/tmp"))
    directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def database(data_dir: Path, django_db_blocker: Any) -> Iterator[Path]:
    """The migrated database; commands started with ``CLEANCLAIM_DATA`` set (it is) join its server.

    pytest-django's own test databases are not used: they are made by one role, run in one
    transaction and are emptied with TRUNCATE, none of which this database allows.
    """
    kept = {name: os.environ.get(name) for name in ("CLEANCLAIM_DATA", "CLEANCLAIM_DATABASE_URL")}
    os.environ["CLEANCLAIM_DATA"] = str(data_dir)
    os.environ.pop("CLEANCLAIM_DATABASE_URL", None)
    server = EmbeddedServer(data_dir / "postgres", settings=HASTE)
    server.ensure_running()
    try:
        with django_db_blocker.unblock():
            migrate_database(verbosity=0)
            refuse_a_connection_that_sees_everything()
            yield data_dir
            connections.close_all()
    finally:
        server.leave()
        for name, value in kept.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def refuse_a_connection_that_sees_everything() -> None:
    """End the run when the tests' connection could pass row security: they would prove nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls, current_setting('row_security') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        role, passes, row_security = cursor.fetchone()
    if passes or role != "cc_app" or row_security != "on":
        pytest.exit(f"the tests run as {role}, which could pass row-level security", returncode=1)


@pytest.fixture(autouse=True)
def _no_transaction_left_open(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "database" in request.fixturenames:
        assert not connection.in_atomic_block, "the test left a transaction open"


@pytest.fixture
def now() -> datetime:
    """A moment that the tests call now."""
    return datetime(2025, 12, 15, 15, 0, tzinfo=UTC)


@pytest.fixture
def actor() -> Actor:
    """Whoever acts in the tests."""
    return Actor(kind=MACHINE, name="tests")


@pytest.fixture
def organization(database: Path, actor: Actor, now: datetime) -> Organization:
    """A new tenant that no other test knows."""
    return new_organization(actor, now)


@pytest.fixture
def other_organization(database: Path, actor: Actor, now: datetime) -> Organization:
    """A second tenant, which must see nothing of the first."""
    return new_organization(actor, now)


@pytest.fixture
def practice(organization: Organization, actor: Actor, now: datetime) -> Practice:
    """A practice of ``organization``."""
    with tenant(organization.id):
        return create_practice(
            name="Riverside Family Medicine",
            npi=NPI.from_nine("123456789"),
            tin=TIN.parse("12-3456789"),
            actor=actor,
            at=now,
        )


def new_organization(actor: Actor, at: datetime) -> Organization:
    """Create a tenant with a name of its own."""
    return create_organization(name=f"Organization {uuid.uuid4().hex[:8]}", actor=actor, at=at)
