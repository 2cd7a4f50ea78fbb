"""Jobs: deferred with the transaction, run as cc_app, run again when their worker is killed."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from cleanclaim.primitives import AccessDenied, InvalidValue
from cleanclaim.web import jobs
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant
from tests.web.infrastructure import jobs_for_tests as defined

WORKER = "from cleanclaim.web.setup import setup; setup(); import tests.web.infrastructure.jobs_for_tests; "


@pytest.fixture(autouse=True)
def no_jobs(database: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")


def name_of(organization: Organization) -> str:
    with tenant(organization.id):
        return Organization.objects.get(pk=organization.id).name


def statuses() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


class TestDeferring:
    def test_a_committed_job_runs_in_its_tenant(self, organization: Organization) -> None:
        with tenant(organization.id):
            defined.rename.defer(name="renamed")
        assert jobs.drain() == 1
        assert name_of(organization) == "renamed"
        assert statuses() == ["succeeded"]

    def test_a_job_of_a_rolled_back_transaction_never_was(self, organization: Organization) -> None:
        with pytest.raises(ZeroDivisionError), tenant(organization.id):  # noqa: PT012
            defined.rename.defer(name="renamed")
            raise ZeroDivisionError
        assert statuses() == []
        assert jobs.drain() == 0
        assert name_of(organization) == organization.name

    def test_a_job_is_invisible_until_the_commit(self, organization: Organization) -> None:
        with tenant(organization.id):
            defined.rename.defer(name="renamed")
            other = connection.copy()
            try:
                with other.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM procrastinate_jobs")
                    assert cursor.fetchone() == (0,)
            finally:
                other.close()

    def test_a_job_defers_within_its_own_transaction(self, organization: Organization) -> None:
        with tenant(organization.id):
            defined.rename_later.defer(name="renamed")
        assert jobs.drain() == 2
        assert name_of(organization) == "renamed"

    def test_a_tenant_job_needs_a_tenant(self, database: Path) -> None:
        with pytest.raises(AccessDenied):
            defined.rename.defer(name="renamed")
        assert statuses() == []

    @pytest.mark.parametrize("contents", [{"name": "Ada"}, ["Ada"], 1.5, "two\nlines", "x" * 201])
    def test_a_job_is_given_keys_not_contents(self, organization: Organization, contents: object) -> None:
        with pytest.raises(InvalidValue, match="is not a key"), tenant(organization.id):
            defined.rename.defer(name=contents)  # type: ignore[arg-type]
        assert statuses() == []


class TestRunning:
    def test_jobs_run_as_the_serving_role(self, organization: Organization, data_dir: Path) -> None:
        with transaction.atomic():
            defined.note_role.defer(organization_id=str(organization.id), file_name="role")
        jobs.drain()
        assert (data_dir / "role").read_text() in ("('cc_app', None)", "('cc_app', '')")

    def test_a_failed_job_changes_nothing_and_is_reported(self, organization: Organization) -> None:
        with tenant(organization.id):
            defined.fail.defer(name="half done")
            defined.rename.defer(name="renamed")
        done: list[int] = []
        with pytest.raises(jobs.JobsFailed, match=r"1 of 2 jobs failed.*tests.fail: ZeroDivisionError"):
            jobs.drain(on_done=done.append)
        assert done == [1, 2]
        assert statuses() == ["failed", "succeeded"]
        assert name_of(organization) == "renamed"


class TestAKilledWorker:
    def test_its_job_runs_again_at_once(
        self, organization: Organization, data_dir: Path, worker: Callable[[], "subprocess.Popen[bytes]"]
    ) -> None:
        name = f"slow-{uuid.uuid4().hex[:8]}"
        with tenant(organization.id):
            defined.rename_slowly.defer(name=name)
        first = worker()
        wait_for(data_dir / f"{name}.started")
        assert statuses() == ["doing"]
        assert jobs.recover() == 0, "a living worker keeps its job"
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert name_of(organization) == organization.name, "what it had begun is not there"
        (data_dir / f"{name}.go").touch()
        assert jobs.drain() == 1
        assert statuses() == ["succeeded"]
        assert name_of(organization) == name

    def test_a_new_worker_takes_over(
        self, organization: Organization, data_dir: Path, worker: Callable[[], "subprocess.Popen[bytes]"]
    ) -> None:
        name = f"slow-{uuid.uuid4().hex[:8]}"
        with tenant(organization.id):
            defined.rename_slowly.defer(name=name)
        first = worker()
        wait_for(data_dir / f"{name}.started")
        first.send_signal(signal.SIGKILL)
        first.wait()
        (data_dir / f"{name}.started").unlink()
        (data_dir / f"{name}.go").touch()
        second = worker()
        wait_for(data_dir / f"{name}.started")
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=30) == 0, "asked to stop, it finishes its job and ends well"
        assert statuses() == ["succeeded"]
        assert name_of(organization) == name

    def test_a_job_that_keeps_killing_its_worker_is_given_up(self, organization: Organization) -> None:
        with tenant(organization.id):
            defined.rename.defer(name="renamed")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [jobs.MOST_CRASHES]
            )
        assert jobs.recover() == 1
        assert statuses() == ["failed"]


@pytest.fixture
def worker(database: Path) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        code = WORKER + "from cleanclaim.web.jobs import run_worker; run_worker()"
        root = Path(__file__).parents[3]
        process = subprocess.Popen([sys.executable, "-c", code], cwd=root, env={**os.environ})
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_for(path: Path) -> None:
    give_up = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < give_up, f"{path.name} never came"
        time.sleep(0.02)
