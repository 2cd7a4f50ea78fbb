"""The commands that run the application, as somebody at a terminal or a probe sees them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.postgres import APP, OWNER, EmbeddedServer, address
from cleanclaim.web.postgres.processes import server_process

COMMAND = [sys.executable, "-W", "error", "-m", "cleanclaim"]


def run(*arguments: str, environment: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def serving(database: Path) -> Iterator[Callable[..., str]]:
    """Start ``cleanclaim serve`` and return its address; stopped well at the end."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> str:
        command = [*COMMAND, *options, "serve", "--port", "0"]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stderr is not None
        return process.stderr.readline().split("Serving on ")[1].split()[0]

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
        assert "Traceback" not in said


class TestServe:
    def test_asks_who_comes_and_names_nobody(
        self, organization: Organization, serving: Callable[..., str]
    ) -> None:
        where = serving()
        with urllib.request.urlopen(where) as answer:
            page = answer.read().decode()
            headers = answer.headers
            assert answer.url == f"{where}sign-in/?next=%2F"
        assert "Sign in" in page
        assert organization.name not in page
        assert headers["Content-Security-Policy"].startswith("default-src 'none';")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Frame-Options"] == "DENY"
        with urllib.request.urlopen(f"{where}healthz") as answer:
            assert answer.read() == b'{"status": "ok"}'
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{where}patients/jane")
        with missing.value:
            assert missing.value.code == 404
            assert "jane" not in missing.value.read().decode()

    def test_outlives_a_kill_of_the_database(self, serving: Callable[..., str], data_dir: Path) -> None:
        own = data_dir / "killed"
        assert run("--data-dir", str(own), "migrate").returncode == 0
        where = serving("--data-dir", str(own))
        server = EmbeddedServer(own / "postgres")
        killed = server_process(server.cluster)
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        give_up = time.monotonic() + 30
        while server.is_running() and time.monotonic() < give_up:
            time.sleep(0.02)
        with urllib.request.urlopen(f"{where}healthz") as answer:
            assert answer.status == 200
        assert server_process(server.cluster) not in (None, killed)

    def test_says_when_the_port_is_taken(self, database: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            done = run("serve", "--port", str(taken.getsockname()[1]))
        assert done.returncode == 2
        assert "is taken by another program. Choose another with --port." in done.stderr
        assert "Traceback" not in done.stderr

    def test_needs_its_own_key_for_a_public_address(self, database: Path) -> None:
        done = run("serve", "--host", "0.0.0.0", environment={"CLEANCLAIM_SECRET_KEY": ""})
        assert done.returncode == 2
        assert "Set CLEANCLAIM_SECRET_KEY" in done.stderr


class TestMigrate:
    def test_is_said_to_be_needed(self, data_dir: Path) -> None:
        done = run("--data-dir", str(data_dir / "new"), "migrate", "--check")
        assert (done.returncode, done.stdout) == (2, "")
        assert "Run cleanclaim migrate." in done.stderr

    def test_may_be_repeated(self, database: Path) -> None:
        for arguments in (("migrate",), ("migrate", "--check")):
            done = run(*arguments)
            assert done.returncode == 0, done.stderr


def url(role: str) -> str:
    found = address(role)
    return f"postgresql://{role}:{found.password}@/{found.dbname}?host={found.host}"


class TestAServerOfOnesOwn:
    def test_is_used_as_its_two_addresses_say(self, database: Path, tmp_path: Path) -> None:
        environment = {
            "CLEANCLAIM_DATABASE_URL": url(APP),
            "CLEANCLAIM_OWNER_DATABASE_URL": url(OWNER),
            "CLEANCLAIM_DATA": str(tmp_path / "unused"),
        }
        done = run("migrate", environment=environment)
        assert done.returncode == 0, done.stderr
        assert not (tmp_path / "unused" / "postgres").exists(), "no embedded server was started"

    @pytest.mark.parametrize(
        ("app", "owner", "said"),
        [
            (APP, None, "CLEANCLAIM_OWNER_DATABASE_URL is not"),
            (OWNER, OWNER, "CLEANCLAIM_DATABASE_URL connects as cc_owner; it must be cc_app"),
            (APP, APP, "CLEANCLAIM_OWNER_DATABASE_URL connects as cc_app; tables must be owned by cc_owner"),
        ],
    )
    def test_with_wrong_roles_is_refused(
        self, database: Path, app: str, owner: str | None, said: str
    ) -> None:
        environment = {
            "CLEANCLAIM_DATABASE_URL": url(app),
            "CLEANCLAIM_OWNER_DATABASE_URL": url(owner) if owner else "",
        }
        done = run("migrate", environment=environment)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr

    def test_is_not_served_from_as_the_owner(self, database: Path) -> None:
        done = run("worker", environment={"CLEANCLAIM_DATABASE_URL": url(OWNER)})
        assert done.returncode == 2
        assert "serves as cc_owner" in done.stderr

    @pytest.mark.parametrize("wrong", ["not an address", "postgresql://cc_app:hidden@localhost"])
    def test_an_address_that_is_none_is_refused_without_showing_it(self, wrong: str) -> None:
        done = run("worker", environment={"CLEANCLAIM_DATABASE_URL": wrong})
        assert done.returncode == 2
        assert done.stderr.startswith("cleanclaim: CLEANCLAIM_DATABASE_URL")
        assert "hidden" not in done.stderr

    def test_that_does_not_answer_is_named(self) -> None:
        done = run(
            "worker", environment={"CLEANCLAIM_DATABASE_URL": "postgresql://cc_app:hidden@127.0.0.1:1/none"}
        )
        assert done.returncode == 2
        assert done.stderr.startswith("cleanclaim: the database does not answer: ")
        assert "hidden" not in done.stderr
        assert "Traceback" not in done.stderr


def test_settings_touch_nothing(tmp_path: Path) -> None:
    """mypy, --help and imports need no database and leave no file behind."""
    data = tmp_path / "data"
    code = "from cleanclaim.web.setup import setup; setup(); from cleanclaim.web import jobs, urls"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "CLEANCLAIM_DATA": str(data)}, check=True)
    assert not data.exists()
