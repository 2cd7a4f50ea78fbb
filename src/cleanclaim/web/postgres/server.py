"""Starting, joining and stopping the embedded server.

Two locks order everything. Whoever starts or stops holds ``lock``; whoever uses the server
holds ``users`` shared for as long as its process lives, and the last to leave stops the server.
The kernel releases both when a process is killed, so neither can be left behind.
"""

import atexit
import contextlib
import fcntl
import json
import os
import secrets
import shutil
import signal
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.places import make_private_directory
from cleanclaim.web.postgres import cluster as clusters
from cleanclaim.web.postgres.account import Account, account_for
from cleanclaim.web.postgres.binaries import binaries_for
from cleanclaim.web.postgres.processes import is_ready, server_process, serves

ROLES = ("cc_owner", "cc_app")
PATIENCE = 600.0
"""Seconds that a start may take while the server is alive: crash recovery reads the whole log."""
LEAVE_TIME = 60.0
"""Seconds for orphans of a killed server to go away, and for a stop to finish."""
OUTSIDE = Path("/var/lib/cleanclaim")
"""Where root puts a cluster when the server's account cannot enter the data directory."""
MAX_LOG = 5_000_000

SOCKETS_PREFIX = "cc-"

_used: dict[Path, tuple[int, int]] = {}
"""By server directory: this process's id and its descriptor of the ``users`` lock."""


class EmbeddedServer:
    """The server whose files are in ``directory`` (``<data directory>/postgres``)."""

    database = clusters.DATABASE
    port = "5432"  # a part of the socket's name, nothing listens on the network

    def __init__(self, directory: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.directory = Path(os.path.abspath(directory))  # noqa: PTH100 - resolve() would follow links
        self._settings = dict(settings or {})
        self._log_start = 0

    @property
    def cluster(self) -> Path:
        """Where PostgreSQL's own files are: below ``directory`` unless root had to put them elsewhere."""
        try:
            return Path((self.directory / "location").read_text().strip())
        except FileNotFoundError:
            return self.directory / "cluster"

    @property
    def socket_directory(self) -> Path:
        """The directory of the running server's socket: short, and nobody else's."""
        return Path((self.directory / "socket").read_text().strip())

    @property
    def log(self) -> Path:
        """What the server says; never statements, parameters or values."""
        return self.directory / "log"

    def password(self, role: str) -> str:
        """Return a role's password from the file that only we can read."""
        return str(json.loads((self.directory / "passwords.json").read_text())[role])

    def is_running(self) -> bool:
        """Return whether the server's process is alive."""
        return server_process(self.cluster) is not None

    def ensure_running(self) -> None:
        """Start the server, or join the one that runs; it stays until this process ends.

        Waits out crash recovery. Raises ``ConfigurationError`` with the server's own reason.
        """
        try:
            make_private_directory(self.directory)
            with self._locked():
                self._join()
                running = server_process(self.cluster)
                if running is not None:
                    self._wait(running)  # whoever started it may have been killed while it recovered
                    if self._socket_is_there():
                        return
                    self._stop()
                self._start()
        except OSError as error:
            raise ConfigurationError(
                f"the database's files cannot be used: {error.strerror or error}.",
                where=str(error.filename or self.directory),
                fix="Check the permissions and the free space, or choose another --data-dir.",
            ) from None

    def stop(self) -> None:
        """Stop the server if it runs, whoever else uses it; committed work is kept."""
        if self.directory.exists():
            with self._locked():
                self._stop()

    def leave(self) -> None:
        """Stop using the server; the last user stops it."""
        owner, descriptor = _used.pop(self.directory, (0, -1))
        if owner != os.getpid():  # a forked child must not end what its parent uses
            return
        try:
            with self._locked():
                if _nobody_else_uses(descriptor):
                    self._stop()
        except FileNotFoundError:  # the directory was removed, upon which the server ends by itself
            return
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def at_rest(self) -> Iterator[None]:
        """Run the block with the server stopped and nobody able to start it.

        Raises ``ConfigurationError`` when another process uses it.
        """
        with self._locked():
            self._require_alone()
            self._stop()
            yield

    def adopt(self, cluster: Path) -> None:
        """Take a copy of a cluster's files as this server's; there must be none yet."""
        with self._locked():
            account = account_for(self.cluster)
            place = self._choose_place(account)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(cluster, place)
            for path in (place, *place.rglob("*")):
                path.chmod(0o700 if path.is_dir() else 0o600)
                account.give(path)
            (self.directory / "made").touch(mode=0o600)

    def _require_alone(self) -> None:
        descriptor = os.open(self.directory / "users", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            alone = _nobody_else_uses(descriptor)
        finally:
            os.close(descriptor)
        if not alone:
            raise ConfigurationError(
                "the database is in use.",
                where=str(self.directory),
                fix="End cleanclaim serve and cleanclaim worker first; a copy is taken of files at rest.",
            )

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _join(self) -> None:
        owner, _ = _used.get(self.directory, (0, -1))
        if owner == os.getpid():
            return
        descriptor = os.open(self.directory / "users", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _used[self.directory] = (os.getpid(), descriptor)
        atexit.register(self.leave)

    def _start(self) -> None:
        account = account_for(self.cluster)
        binaries = binaries_for(account)
        cluster = self._prepared_cluster(account, binaries)
        sockets = self._sockets_for(account)
        command = [str(binaries / "postgres"), "-D", str(cluster), "-k", str(sockets)]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        give_up = time.monotonic() + LEAVE_TIME
        while True:
            # One that appears only now was launched by a process that was killed at that instant.
            self._end_server()
            for left in (cluster / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):  # a dead one's
                left.unlink(missing_ok=True)
            try:
                self._wait(self._launch(command, account))
                return
            except _OrphansLeft as orphans:
                # Sessions of a server that was killed finish their statement before they go.
                if time.monotonic() > give_up:
                    raise ConfigurationError(str(orphans), where=str(cluster)) from None
                time.sleep(0.2)

    def _prepared_cluster(self, account: Account, binaries: Path) -> Path:
        """Return the cluster's directory, made on the first start, never a second time over a lost one."""
        made = self.directory / "made"
        cluster = self.cluster
        passwords, are_new = self._passwords()
        if not cluster.exists():
            if made.exists():
                raise ConfigurationError(
                    "the files of the database are gone.",
                    where=str(cluster),
                    fix=f"Bring them back; or remove {self.directory} to begin with an empty database.",
                )
            cluster = self._choose_place(account)
            durable = self._settings.get("fsync") != "off"
            clusters.create(cluster, binaries, account, passwords, durable=durable)
        elif are_new:
            clusters.set_passwords(cluster, binaries, account, passwords)
        if are_new:
            _write_private(self.directory / "passwords.json", json.dumps(passwords))
        made.touch(mode=0o600)
        return cluster

    def _choose_place(self, account: Account) -> Path:
        if account.reaches(self.directory):
            return self.directory / "cluster"
        if self.cluster != self.directory / "cluster":
            return self.cluster  # an earlier start chose and was interrupted
        outside = OUTSIDE / f"postgres-{secrets.token_hex(6)}"
        outside.mkdir(mode=0o711, parents=True)
        (outside / "belongs-to").write_text(f"{self.directory}\n")
        _write_private(self.directory / "location", str(outside / "cluster"))
        return outside / "cluster"

    def _passwords(self) -> tuple[dict[str, str], bool]:
        try:
            return dict(json.loads((self.directory / "passwords.json").read_text())), False
        except (FileNotFoundError, ValueError):
            return {role: secrets.token_urlsafe(32) for role in ROLES}, True

    def _launch(self, command: list[str], account: Account) -> int:
        with open(self.log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600)) as log:
            if log.tell() > MAX_LOG:
                log.truncate(0)
            self._log_start = log.tell()
            return account.start(command, log=log)

    def _wait(self, pid: int) -> None:
        """Wait until the server accepts connections, for as long as it is alive."""
        give_up = time.monotonic() + PATIENCE
        while serves(pid, self.cluster):
            if is_ready(self.cluster):
                return
            if time.monotonic() > give_up:
                raise ConfigurationError(
                    f"the database is still starting after {PATIENCE:.0f} seconds.",
                    where=str(self.log),
                    fix="Read that file; starting again continues to wait.",
                )
            time.sleep(0.02)
        reason = self._last_words(pid)
        if "shared memory block" in reason or "postmaster.pid" in reason:
            raise _OrphansLeft(f"an earlier database server has not ended: {reason}")
        raise ConfigurationError(
            f"the database did not start: {reason}", where=str(self.log), fix="Read that file for more."
        )

    def _last_words(self, pid: int) -> str:
        """Return why the server ended; orphans of the one before it write into the same log."""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        telling = [line for line in lines if f"[{pid}]" in line and ("FATAL" in line or "PANIC" in line)]
        line = (telling or lines or ["it gave no reason"])[-1]
        return (line.partition("] ")[2] or line).rstrip(".") + "."

    def _stop(self) -> None:
        self._end_server()
        self._remove_sockets()

    def _end_server(self) -> None:
        pid = server_process(self.cluster)
        if pid is None:
            return
        for how, patience in ((signal.SIGINT, LEAVE_TIME), (signal.SIGQUIT, 10.0)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)  # fast: sessions end, committed work is on disk; then immediate
            if _ends(pid, self.cluster, patience):
                return

    def _socket_is_there(self) -> bool:
        try:
            return (self.socket_directory / f".s.PGSQL.{self.port}").exists()
        except FileNotFoundError:
            return False

    def _sockets_for(self, account: Account) -> Path:
        """Return a short directory that nobody else can enter: a socket's path has about 100 characters.

        After a crash it is that of the server before, so that those who were connected find
        the new one. Not below ``XDG_RUNTIME_DIR``: that goes away when the person logs out, the
        server does not.
        """
        with contextlib.suppress(FileNotFoundError):
            before = self.socket_directory
            found = before.lstat()
            if (stat.S_IFMT(found.st_mode), stat.S_IMODE(found.st_mode), found.st_uid) == (
                stat.S_IFDIR,
                0o700,
                account.uid,
            ):
                return before
        self._remove_sockets()
        base = "/run" if account.switch and os.access("/run", os.W_OK) else "/tmp"  # noqa: S108 - mkdtemp
        sockets = Path(tempfile.mkdtemp(prefix=SOCKETS_PREFIX, dir=base))
        account.give(sockets)
        _write_private(self.directory / "socket", str(sockets))
        return sockets

    def _remove_sockets(self) -> None:
        try:
            old = self.socket_directory
        except FileNotFoundError:
            return
        if old.name.startswith(SOCKETS_PREFIX) and old.is_dir() and not old.is_symlink():
            shutil.rmtree(old, ignore_errors=True)
        (self.directory / "socket").unlink(missing_ok=True)


class _OrphansLeft(Exception):
    """Processes of a killed server still hold its shared memory."""


def _nobody_else_uses(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ends(pid: int, cluster: Path, patience: float) -> bool:
    give_up = time.monotonic() + patience
    while serves(pid, cluster):
        if time.monotonic() > give_up:
            return False
        time.sleep(0.02)
    return True


def _write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 that is there whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    with open(new, "w", opener=lambda name, flags: os.open(name, flags | os.O_EXCL, 0o600)) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
