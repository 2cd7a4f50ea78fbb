"""The operating-system account that the server runs under: never root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from cleanclaim.primitives import ConfigurationError

CANDIDATES = ("cleanclaim", "nobody")


class Account(msgspec.Struct, frozen=True):
    """An account; ``switch`` says that we are root and must become it in each child process."""

    uid: int
    gid: int
    switch: bool

    def give(self, path: Path) -> None:
        """Make the account the owner of one file or directory, when it is not us."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def run(
        self, command: Sequence[str], *, feed: str | None = None, timeout: float | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end under the account and return its output, both streams as one."""
        return subprocess.run(
            command,
            input=feed,
            stdin=subprocess.DEVNULL if feed is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=timeout,
            **self._surroundings(),
        )

    def start(self, command: Sequence[str], *, log: IO[bytes]) -> int:
        """Start a command that outlives us and return its process id.

        It gets its own session and init for a parent; all it says goes to ``log``.
        """
        started = subprocess.run(
            ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=True,
            start_new_session=True,
            **self._surroundings(),
        )
        return int(started.stdout)

    def reaches(self, directory: Path) -> bool:
        """Return whether the account can enter a directory."""
        if not self.switch:
            return os.access(directory, os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory)]).returncode == 0

    def _surroundings(self) -> dict[str, Any]:
        # A bare environment: the server has no business with our keys and passwords.
        around: dict[str, Any] = {
            "cwd": "/",
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            "umask": 0o077,
        }
        if self.switch:
            around |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return around


def account_for(cluster: Path) -> Account:
    """Return the account for a cluster: us; or, for root, the cluster's owner or an unprivileged one.

    Root takes ``CLEANCLAIM_POSTGRES_USER`` when set, else the account ``cleanclaim`` when there
    is one, else ``nobody``. Raises ``ConfigurationError`` when no such account exists, or when
    the cluster belongs to somebody else.
    """
    owner = cluster.stat() if cluster.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner.st_uid != os.geteuid():
            raise ConfigurationError(
                "the database belongs to another user of this machine.",
                where=str(cluster),
                fix="Run as that user, or choose another --data-dir.",
            )
        return Account(os.geteuid(), os.getegid(), switch=False)
    if owner is not None and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    configured = os.environ.get("CLEANCLAIM_POSTGRES_USER")
    for name in (configured,) if configured else CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise ConfigurationError(
        "PostgreSQL does not run as root, and there is no account to run it under.",
        fix="Set CLEANCLAIM_POSTGRES_USER to the name of an unprivileged account.",
    )
