"""Puts a finished release into the store in one step, so that readers never see half of it."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

from cleanclaim.codesets.releases import Release
from cleanclaim.codesets.store import RELEASE_FILE
from cleanclaim.primitives import ConfigurationError


def publish_release(store: Path, name: str, build: Callable[[Path], Release]) -> Release:
    """Build a release in a temporary directory of the store and rename it into place.

    ``build`` fills the directory that it is given and returns the record. When the release is
    already there, or another process puts it there meanwhile, that one stays and is returned:
    the same name means the same source files. A process killed on the way leaves only a
    temporary directory (``.building-…``) that no reader looks at.
    Raises ``ConfigurationError`` when the directory cannot be written.
    """
    kind_directory, _, _ = name.rpartition("/")
    final = store / name
    if (final / RELEASE_FILE).is_file():
        return _record(final)
    try:
        (store / kind_directory).mkdir(parents=True, exist_ok=True)
        building = Path(tempfile.mkdtemp(prefix=".building-", dir=store))
        try:
            building.chmod(0o755)
            release = build(building)
            (building / RELEASE_FILE).write_bytes(msgspec.json.format(msgspec.json.encode(release)))
            for path in (*building.iterdir(), building):
                _sync(path)
            try:
                building.rename(final)
            except OSError:
                if not (final / RELEASE_FILE).is_file():
                    raise
                return _record(final)
            _sync(final.parent)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    except OSError as error:
        raise ConfigurationError(
            f"the reference store cannot be written: {error.strerror or error}.",
            where=str(store),
            fix="Check permissions and free space, or name another --data-dir.",
        ) from None
    return release


def _record(directory: Path) -> Release:
    return msgspec.json.decode((directory / RELEASE_FILE).read_bytes(), type=Release)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
