"""Backups of the data directory with the embedded database, and bringing one back.

The database is copied at rest: the server is stopped for as long as the copy takes, so that its files
agree with each other, and with the mailbox and the reference data beside them. An archive is a tar file
whose first member lists every other one with its digest; it is there whole or not at all, and readable
by its owner only. Keys stay out of it unless they are asked for: whoever has both can read everything.
"""

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec

from cleanclaim import __version__
from cleanclaim.primitives import ConfigurationError, UnreadableFile
from cleanclaim.web.places import data_directory, make_private_directory
from cleanclaim.web.postgres import URL_VARIABLES, EmbeddedServer, is_external
from cleanclaim.web.postgres.address import APP

MANIFEST = "cleanclaim-backup.json"
CLUSTER = "cluster"
_DATABASE = PurePosixPath("postgres")
_KEYS = ("keys", "secret-key")
_NOT_KEPT = ("lock", "log", "made", "socket", "users", "location", "cluster")
"""Of ``postgres/``: what a server makes anew. The cluster has a place of its own in the archive."""
_RUNNING = ("postmaster.pid", "postmaster.opts")
_BLOCK = 1 << 20
_FORMAT = 1

Progress = Callable[[int, int], None]
"""Told how many bytes were done, of how many."""


class Kept(msgspec.Struct, frozen=True):
    """One file of a backup."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds: files by their names in it, empty directories, and whether keys are among them."""

    format: int
    version: str
    made_at: datetime
    with_keys: bool
    files: dict[str, Kept]
    directories: list[str]


def make_backup(target: Path, *, at: datetime, with_keys: bool, progress: Progress) -> Manifest:
    """Write a backup of the data directory; the database server is stopped meanwhile.

    Raises ``ConfigurationError`` when the database is not ours to copy, is in use, or nothing is there.
    """
    if is_external():
        raise ConfigurationError(
            f"{URL_VARIABLES[APP]} names a server of your own: its backups are its administrator's.",
            fix="Use pg_dump with a role that passes row security, and keep the data directory beside it.",
        )
    data = data_directory()
    server = EmbeddedServer(data / "postgres")
    if not server.cluster.is_dir():
        raise ConfigurationError("there is no database here to back up.", where=str(data))
    new = target.with_name(f"{target.name}.new")
    new.unlink(missing_ok=True)
    try:
        with server.at_rest():
            sources = dict(_sources(data, server.cluster, with_keys=with_keys))
            manifest = _manifest(sources, at=at, with_keys=with_keys)
            with open(new, "wb", opener=lambda name, flags: os.open(name, flags | os.O_EXCL, 0o600)) as raw:
                _write(raw, manifest, sources, progress)
                raw.flush()
                os.fsync(raw.fileno())
        new.replace(target)
    except OSError as error:
        raise ConfigurationError(
            f"the backup cannot be written: {error.strerror or error}.",
            where=str(error.filename or target),
            fix="Check the permissions and the free space there.",
        ) from None
    finally:
        new.unlink(missing_ok=True)
    return manifest


def check_backup(archive: Path, progress: Progress) -> Manifest:
    """Read a backup whole, each file beside its digest; raises ``UnreadableFile`` for a difference."""
    with tempfile.TemporaryDirectory(prefix="cleanclaim-check-") as place:
        return _unpack(archive, Path(place), progress, keep=False)


def restore_backup(archive: Path, *, progress: Progress) -> Manifest:
    """Bring a backup back into the data directory, which must be empty or absent.

    Nothing is there until all of it was read and agrees with its digests. Raises ``UnreadableFile`` for an
    archive that is damaged or none, ``ConfigurationError`` for a directory that holds something.
    """
    data = data_directory()
    if data.exists() and any(data.iterdir()):
        raise ConfigurationError(
            "the data directory is not empty: a backup is brought back beside nothing else.",
            where=str(data),
            fix="Name another one with --data-dir, and look at it before you let it replace the old one.",
        )
    make_private_directory(data)
    place = Path(tempfile.mkdtemp(prefix=".restoring-", dir=data))
    try:
        manifest = _unpack(archive, place, progress, keep=True)
        cluster = place / CLUSTER
        server = EmbeddedServer(data / "postgres")
        make_private_directory(server.directory)
        inside = place / _DATABASE
        for one in inside.iterdir() if inside.is_dir() else ():
            one.replace(server.directory / one.name)
        server.adopt(cluster)
        for one in place.iterdir():
            if one.name not in (CLUSTER, str(_DATABASE)):
                one.replace(data / one.name)
    except OSError as error:
        raise ConfigurationError(
            f"the backup cannot be brought back: {error.strerror or error}.",
            where=str(error.filename or data),
            fix="Check the permissions and the free space there.",
        ) from None
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return manifest


def _sources(data: Path, cluster: Path, *, with_keys: bool) -> Iterator[tuple[str, Path]]:
    """Yield every file and directory to keep with its name in the archive."""
    for path in sorted(cluster.rglob("*")):
        if path.name not in _RUNNING:
            yield f"{CLUSTER}/{path.relative_to(cluster).as_posix()}", path
    for path in sorted(data.rglob("*")):
        name = PurePosixPath(path.relative_to(data).as_posix())
        if name.parts[0] in _KEYS and not with_keys:
            continue
        if name.parts[0] == str(_DATABASE) and len(name.parts) > 1 and name.parts[1] in _NOT_KEPT:
            continue
        if not path.is_relative_to(cluster):
            yield str(name), path


def _manifest(sources: Mapping[str, Path], *, at: datetime, with_keys: bool) -> Manifest:
    files = {
        name: Kept(path.stat().st_size, _digest(path))
        for name, path in sources.items()
        if path.is_file() and not path.is_symlink()
    }
    directories = [name for name, path in sources.items() if path.is_dir() and not path.is_symlink()]
    return Manifest(_FORMAT, __version__, at, with_keys, files, directories)


def _write(
    raw: io.BufferedWriter, manifest: Manifest, sources: Mapping[str, Path], progress: Progress
) -> None:
    total, done = sum(kept.size for kept in manifest.files.values()), 0
    with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive:
        text = msgspec.json.encode(manifest)
        head = tarfile.TarInfo(MANIFEST)
        head.size = len(text)
        archive.addfile(head, io.BytesIO(text))
        for name, kept in manifest.files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = kept.size, 0o600
            with sources[name].open("rb") as file:
                archive.addfile(member, file)
            done += kept.size
            progress(done, total)


def _unpack(archive: Path, place: Path, progress: Progress, *, keep: bool) -> Manifest:
    try:
        with tarfile.open(archive, "r:gz") as packed:
            manifest = _read_manifest(packed, archive)
            for name in manifest.directories if keep else ():
                _inside(place, name, archive).mkdir(mode=0o700, parents=True, exist_ok=True)
            total, done, seen = sum(kept.size for kept in manifest.files.values()), 0, set()
            for member in packed:
                if member.name == MANIFEST:
                    continue
                kept = manifest.files.get(member.name)
                if kept is None or not member.isfile():
                    raise _damaged(archive, f"{member.name!r} is not in its list")
                _take(packed, member, kept, _inside(place, member.name, archive), archive, keep=keep)
                seen.add(member.name)
                done += kept.size
                progress(done, total)
            if missing := sorted(set(manifest.files) - seen):
                raise _damaged(archive, f"{missing[0]!r} is missing")
            return manifest
    except FileNotFoundError:
        raise UnreadableFile("there is no such file.", where=str(archive), fix="Check the path.") from None
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise _damaged(archive, "it ends early or its bytes were changed") from None


def _read_manifest(packed: tarfile.TarFile, archive: Path) -> Manifest:
    head = packed.next()
    file = packed.extractfile(head) if head is not None and head.name == MANIFEST else None
    if file is None:
        raise UnreadableFile("this is no backup of cleanclaim.", where=str(archive))
    try:
        manifest = msgspec.json.decode(file.read(), type=Manifest)
    except msgspec.MsgspecError:
        raise _damaged(archive, "its list cannot be read") from None
    if manifest.format != _FORMAT:
        raise UnreadableFile(
            f"this backup has format {manifest.format}, made by version {manifest.version}.",
            where=str(archive),
            fix="Restore it with that version.",
        )
    return manifest


def _take(
    packed: tarfile.TarFile,
    member: tarfile.TarInfo,
    kept: Kept,
    target: Path,
    archive: Path,
    *,
    keep: bool,
) -> None:
    source = packed.extractfile(member)
    assert source is not None
    digest = hashlib.sha256()
    if keep:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (target if keep else Path(os.devnull)).open("wb") as file:
        while block := source.read(_BLOCK):
            digest.update(block)
            file.write(block)
        if keep:
            file.flush()
            os.fsync(file.fileno())
    if keep:
        target.chmod(0o600)
    if digest.hexdigest() != kept.sha256:
        raise _damaged(archive, f"{member.name!r} is not what was written")


def _inside(place: Path, name: str, archive: Path) -> Path:
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts:
        raise _damaged(archive, f"{name!r} leads out of it")
    return place / parts


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(archive: Path, why: str) -> UnreadableFile:
    return UnreadableFile(
        f"the backup is damaged: {why}.", where=str(archive), fix="Nothing was changed. Take another one."
    )
