"""The embedded server: starts anywhere, as anybody, and after anything."""

import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.postgres import EmbeddedServer
from cleanclaim.web.postgres.processes import server_process, serves

HASTE = {"fsync": "off"}
ROOT = os.geteuid() == 0
as_root = pytest.mark.skipif(not ROOT, reason="only root starts a server for somebody else")

START = """
import sys
from pathlib import Path
from cleanclaim.web.postgres import EmbeddedServer
from cleanclaim.web.postgres.processes import server_process
server = EmbeddedServer(Path(sys.argv[1]), settings={"fsync": "off"})
server.ensure_running()
print(server_process(server.cluster), flush=True)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory that the server's account reaches: pytest's own are closed to others."""
    yield from a_place()


@pytest.fixture(scope="module")
def ours() -> Iterator[EmbeddedServer]:
    """A server in a long path with spaces, started as commands do; tests that stop it start it again."""
    for directory in a_place():
        server = EmbeddedServer(directory / "Jane's data – été" / ("long" * 40) / "postgres")
        server.ensure_running()
        yield server


def a_place() -> Iterator[Path]:
    directory = Path(tempfile.mkdtemp(prefix="cleanclaim-tests-", dir="/tmp"))
    directory.chmod(0o711)
    yield directory
    for lock in directory.rglob("users"):
        server = EmbeddedServer(lock.parent)
        server.stop()
        server.leave()
        if server.cluster.parent != server.directory:
            shutil.rmtree(server.cluster.parent)
    shutil.rmtree(directory)


def start(directory: Path) -> EmbeddedServer:
    server = EmbeddedServer(directory, settings=HASTE)
    server.ensure_running()
    return server


def connect(
    server: EmbeddedServer, role: str = "cc_owner", password: str | None = None
) -> "psycopg.Connection":
    return psycopg.connect(
        host=str(server.socket_directory),
        port=server.port,
        dbname=server.database,
        user=role,
        password=server.password(role) if password is None else password,
        autocommit=True,
    )


def owner_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def pid_of(server: EmbeddedServer) -> int:
    pid = server_process(server.cluster)
    assert pid is not None
    return pid


class TestStarting:
    def test_in_a_long_path_with_spaces(self, ours: EmbeddedServer) -> None:
        with connect(ours) as connection:
            version = connection.execute("SHOW server_version").fetchone()
            assert version is not None
            assert version[0].startswith("18")
        assert len(str(ours.socket_directory)) < 60

    def test_lets_nobody_else_in(self, ours: EmbeddedServer) -> None:
        for private in (ours.cluster, ours.socket_directory):
            assert stat.S_IMODE(private.stat().st_mode) == 0o700
        for secret in (ours.directory / "passwords.json", ours.log):
            assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        with connect(ours) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        with pytest.raises(psycopg.OperationalError, match="authentication failed"):
            connect(ours, password="guessed")
        with pytest.raises(psycopg.OperationalError, match="rejects connection"):
            connect(ours, "cc_superuser", password="")

    def test_is_durable(self, ours: EmbeddedServer) -> None:
        with connect(ours) as connection:
            assert connection.execute(
                "SELECT current_setting('fsync'), current_setting('synchronous_commit'), "
                "current_setting('full_page_writes'), current_setting('data_checksums')"
            ).fetchone() == ("on", "on", "on", "on")

    def test_the_roles_can_do_no_more_than_they_need(self, ours: EmbeddedServer) -> None:
        with connect(ours) as connection:
            roles = connection.execute(
                "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication "
                "FROM pg_roles WHERE rolname IN ('cc_app', 'cc_owner') ORDER BY 1"
            ).fetchall()
            assert roles == [("cc_app", False), ("cc_owner", False)]

    def test_what_it_logs_holds_no_values(self, ours: EmbeddedServer) -> None:
        with connect(ours) as connection:
            connection.execute("CREATE TEMP TABLE people (name text UNIQUE, age int CHECK (age < 150))")
            for statement in (
                "SELECT 'Jane Secret'::int",
                "INSERT INTO people VALUES ('Jane Secret', 999)",
                "SELECT no_such_function('Jane Secret')",
                "DO $$ BEGIN RAISE WARNING 'Jane Secret'; END $$; SELECT 1/0 AS \"Jane Secret\"",
            ):
                with pytest.raises(psycopg.Error):
                    connection.execute(statement)
        assert "Secret" not in ours.log.read_text()

    def test_two_at_once_share_one_server(self, place: Path) -> None:
        directory = place / "postgres"
        both = [
            subprocess.Popen(
                [sys.executable, "-c", START + "input()", str(directory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        pids = [process.stdout.readline() for process in both if process.stdout]
        assert pids[0] == pids[1] != ""
        both[0].communicate("\n")
        assert EmbeddedServer(directory).is_running(), "the other one still uses it"
        both[1].communicate("\n")
        assert not EmbeddedServer(directory).is_running(), "the last to leave stops it"


class TestAccounts:
    @as_root
    def test_root_starts_it_under_an_unprivileged_account(self, place: Path) -> None:
        server = start(place / "postgres")
        assert owner_of(pid_of(server)) != 0
        assert server.cluster.stat().st_uid == owner_of(pid_of(server))
        assert server.directory.stat().st_uid == 0, "only its own directory is given away"

    @as_root
    def test_root_in_a_closed_home_puts_the_files_where_the_account_reaches_them(self, place: Path) -> None:
        home = place / "home"
        home.mkdir(mode=0o700)
        server = start(home / "data" / "postgres")
        assert not server.cluster.is_relative_to(home)
        assert stat.S_IMODE(home.stat().st_mode) == 0o700, "nobody's directory was opened for it"
        with connect(server) as connection:
            connection.execute("CREATE TABLE kept ()")
        server.leave()
        with connect(start(home / "data" / "postgres")) as connection:
            connection.execute("SELECT * FROM kept")

    @as_root
    def test_programs_in_a_closed_home_are_copied(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from cleanclaim.web.postgres import binaries

        closed = place / "closed"
        closed.mkdir(mode=0o700)
        package = binaries.installed().parent
        needless = shutil.ignore_patterns("pginstall", "include", "*.a", "*vector*", "psql", "pg_dump*")
        shutil.copytree(package, closed / package.name, ignore=needless)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, closed / libraries.name)
        monkeypatch.setattr(binaries, "installed", lambda: closed / package.name / "pginstall18")
        monkeypatch.setattr(binaries, "PUBLIC_COPIES", place / "cache")
        server = start(place / "postgres")
        program = Path(f"/proc/{pid_of(server)}/exe").readlink()
        assert program.is_relative_to(place / "cache")
        assert not list((place / "cache").glob("new-*"))

    def test_an_ordinary_user_starts_it_under_his_own(self, place: Path) -> None:
        """As root: in a child that becomes nobody for good before it touches anything of ours."""
        entry = pwd.getpwnam("nobody") if ROOT else pwd.getpwuid(os.geteuid())
        home = place / "home"
        home.mkdir()
        os.chown(home, entry.pw_uid, entry.pw_gid)
        out, into = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # other threads of ours hold no lock
            child = os.fork()
        if child == 0:
            try:
                if ROOT:
                    os.setgroups([])
                    os.setgid(entry.pw_gid)
                    os.setuid(entry.pw_uid)
                server = start(home / "data" / "postgres")
                with connect(server, "cc_app") as connection:
                    answer = connection.execute("SELECT current_user").fetchone()
                found = [owner_of(pid_of(server)), server.cluster.stat().st_uid, *(answer or ())]
                server.leave()
                os.write(into, json.dumps([*found, server.is_running()]).encode())
            except BaseException as error:  # noqa: BLE001 - the parent shows it
                os.write(into, json.dumps(repr(error)).encode())
            finally:
                os._exit(0)
        os.close(into)
        with os.fdopen(out) as report:
            told = json.load(report)
        os.waitpid(child, 0)
        assert told == [entry.pw_uid, entry.pw_uid, "cc_app", False]

    @as_root
    def test_a_cluster_keeps_its_owner(self, place: Path) -> None:
        start(place / "postgres").leave()
        cluster = EmbeddedServer(place / "postgres").cluster
        daemon = pwd.getpwnam("daemon").pw_uid
        for path in (cluster, *cluster.rglob("*")):
            os.chown(path, daemon, -1)
        assert owner_of(pid_of(start(place / "postgres"))) == daemon


class TestAfterAKill:
    def test_of_the_server_what_was_committed_is_there(self, place: Path) -> None:
        server = start(place / "postgres")
        with connect(server) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
        killed = pid_of(server)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: not server.is_running())
        assert (server.cluster / "postmaster.pid").exists(), "it had no time to clean up"
        server.ensure_running()
        assert pid_of(server) != killed
        with connect(server) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (1,)

    def test_of_the_server_while_a_session_works(self, place: Path) -> None:
        """The session's process outlives its server for a while, and the next start waits for it."""
        server = start(place / "postgres")
        with connect(server) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
        address = f"host={server.socket_directory} dbname={server.database} user=cc_app"
        client = subprocess.Popen(
            [sys.executable, "-c", BUSY, address],
            env={**os.environ, "PGPASSWORD": server.password("cc_app")},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert client.stdout is not None
        session = Path("/proc", client.stdout.readline().strip())
        with connect(server, "cc_app") as connection:
            wait_until(
                lambda: (
                    connection.execute(
                        "SELECT state FROM pg_stat_activity WHERE pid = %s", [int(session.name)]
                    ).fetchone()
                    == ("active",)
                )
            )
        os.kill(pid_of(server), signal.SIGKILL)
        wait_until(lambda: not server.is_running())
        assert session.exists(), "it has not noticed yet"
        server.ensure_running()
        assert not is_alive(session)
        with connect(server) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (1,)
        client.communicate()

    def test_of_our_process_the_server_is_joined_and_stopped_by_the_next(self, place: Path) -> None:
        directory = place / "postgres"
        process = subprocess.Popen(
            [sys.executable, "-c", START + "input()", str(directory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        pid = int(process.stdout.readline())
        process.kill()
        process.communicate()
        server = start(directory)
        assert pid_of(server) == pid
        server.leave()
        assert not server.is_running()

    def test_during_initdb_nothing_is_taken_for_a_database(self, place: Path) -> None:
        directory = place / "postgres"
        killed_between = (
            "import os, signal\n"
            "from cleanclaim.web.postgres import cluster\n"
            "cluster.run_alone = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        process = subprocess.run([sys.executable, "-c", killed_between + START, str(directory)], check=False)
        assert process.returncode == -signal.SIGKILL
        leftovers = list(directory.glob("cluster.new-*"))
        assert leftovers, "it was killed half-way"
        assert not (directory / "cluster").exists()
        with connect(start(directory), "cc_app") as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("cc_app",)
        assert not any(leftover.exists() for leftover in leftovers)


class TestWhatIsWrong:
    def test_a_lost_database_is_not_replaced_by_an_empty_one(self, ours: EmbeddedServer) -> None:
        ours.leave()
        away = ours.cluster.with_name("away")
        ours.cluster.rename(away)
        with pytest.raises(ConfigurationError, match="the files of the database are gone"):
            ours.ensure_running()
        away.rename(ours.cluster)
        ours.ensure_running()

    def test_lost_passwords_are_made_anew(self, ours: EmbeddedServer) -> None:
        ours.leave()
        before = ours.password("cc_app")
        (ours.directory / "passwords.json").unlink()
        ours.ensure_running()
        assert ours.password("cc_app") != before
        with connect(ours, "cc_app"):
            pass

    def test_a_lost_socket_is_made_anew(self, ours: EmbeddedServer) -> None:
        shutil.rmtree(ours.socket_directory)
        ours.ensure_running()
        with connect(ours):
            pass

    def test_a_number_that_now_belongs_to_somebody_else_is_not_believed(self, ours: EmbeddedServer) -> None:
        """After a restart of the machine, or in a new container, the old number is another program's."""
        ours.leave()
        lines = [os.getpid(), ours.cluster, 1, 5432, "", "", "", "ready"]
        (ours.cluster / "postmaster.pid").write_text("\n".join(map(str, lines)))
        assert not ours.is_running()
        ours.ensure_running()
        with connect(ours):
            pass

    def test_the_servers_own_reason_is_given(self, ours: EmbeddedServer) -> None:
        ours.leave()
        configuration = ours.cluster / "postgresql.conf"
        right = configuration.read_text()
        configuration.write_text(right + "shared_buffers = 'a lot'\n")
        with pytest.raises(
            ConfigurationError, match=r"log: the database did not start: .*configuration file"
        ):
            ours.ensure_running()
        configuration.write_text(right)
        ours.ensure_running()


BUSY = """
import psycopg, sys
connection = psycopg.connect(sys.argv[1])
print(connection.info.backend_pid, flush=True)
connection.execute("SELECT count(*) FROM generate_series(1, 10000000)")
"""


def is_alive(process: Path) -> bool:
    try:
        return "Z" not in (process / "stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_a_process_that_becomes_another_program_is_alive_all_the_while(tmp_path: Path) -> None:
    """A process has no command line for an instant of each exec: that is not its end."""
    script = tmp_path / "again.sh"
    script.write_text(
        '[ "$1" -gt 0 ] && exec /bin/sh "$0" $(($1 - 1)) "$2"\nexec /bin/sh -c "read -r _" done\n'
    )
    cluster = tmp_path / "cluster"
    process = subprocess.Popen(["/bin/sh", str(script), "300", str(cluster)], stdin=subprocess.PIPE)
    asked = 0
    try:
        while b"read -r" not in (line := Path(f"/proc/{process.pid}/cmdline").read_bytes()):
            seen = serves(process.pid, cluster)
            if line and b"read -r" in Path(f"/proc/{process.pid}/cmdline").read_bytes():
                break
            assert seen
            asked += 1
    finally:
        process.communicate(b"\n")
    assert asked
    assert not serves(process.pid, cluster)
