"""Puts finished releases into the store, so that readers never see half of one."""

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from cleanclaim.codesets.releases import Release
from cleanclaim.codesets.store import RELEASE_FILE
from cleanclaim.primitives import ConfigurationError

Build = Callable[[Path], Release]
"""Fills the directory that it is given and returns the record."""
_BUILDING = ".building-"


def publish_release(store: Path, name: str, build: Build) -> Release:
    """Build a release in a temporary directory of the store and rename it into place.

    When the release is already there, or another process puts it there meanwhile, that one stays
    and is returned: the same name means the same source files. A process killed on the way leaves
    only a temporary directory (``.building-…``) that no reader looks at.
    Raises ``ConfigurationError`` when the directory cannot be written.
    """
    (release,) = publish_releases(store, [(name, build)])
    return release


def publish_releases(store: Path, wanted: Sequence[tuple[str, Build]]) -> list[Release]:
    """Build several releases, and when all are whole and on the disk rename them one after the other.

    What fails while one is built, or while they are renamed, leaves none of them. Only a process
    that is killed between two renames leaves some, each whole; the import run again adds the rest.
    """
    built: list[tuple[Path, Release]] = []
    moved: list[tuple[Path, Path]] = []
    try:
        for name, build in wanted:
            built.append(_built(store, name, build))
        published = []
        for (building, release), (name, _) in zip(built, wanted, strict=True):
            final = store / name
            if (final / RELEASE_FILE).is_file():
                published.append(_record(final))
                continue
            try:
                building.rename(final)
            except OSError:
                if not (final / RELEASE_FILE).is_file():
                    raise
                published.append(_record(final))
                continue
            moved.append((final, building))
            published.append(release)
        for parent in {final.parent for final, _ in moved}:
            _sync(parent)
        moved.clear()
    except OSError as error:
        raise ConfigurationError(
            f"the reference store cannot be written: {error.strerror or error}.",
            where=str(store),
            fix="Check permissions and free space, or name another --data-dir.",
        ) from None
    finally:
        for final, building in moved:
            final.rename(building)
        for building, _ in built:
            if building.name.startswith(_BUILDING):
                shutil.rmtree(building, ignore_errors=True)
    return published


def _built(store: Path, name: str, build: Build) -> tuple[Path, Release]:
    """Return the temporary directory of a release that is whole and on the disk; its own when it is there."""
    final = store / name
    if (final / RELEASE_FILE).is_file():
        return final, _record(final)
    final.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=store))
    try:
        building.chmod(0o755)
        release = build(building)
        (building / RELEASE_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(release)))
        for path in (*building.iterdir(), building):
            _sync(path)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return building, release


def _record(directory: Path) -> Release:
    return msgspec.json.decode((directory / RELEASE_FILE).read_bytes(), type=Release)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
