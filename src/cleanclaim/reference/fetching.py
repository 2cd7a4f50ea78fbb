"""Downloads official files: resumable, never overwritten, their digests kept."""

import hashlib
import http.client
import os
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, urlopen

import msgspec

from cleanclaim.primitives import ConfigurationError, InvalidValue, UnreadableFile
from cleanclaim.reference.sources import Progress

_BLOCK = 1 << 16
_TIMEOUT = 60.0
_OURSELVES = ("127.0.0.1", "localhost", "::1")
_LICENCES = "licences.json"

T = TypeVar("T")


class Fetched(msgspec.Struct, frozen=True):
    """A file that was fetched: from where, its digest, what the server said of it, when."""

    url: str
    file: str
    sha256: str
    size: int
    etag: str
    modified: str
    fetched_at: datetime


class _Begun(msgspec.Struct, frozen=True):
    """Of which file a part is the beginning."""

    url: str
    etag: str
    modified: str


def fetch_file(url: str, directory: Path, *, now: datetime, progress: Progress | None = None) -> Path:
    """Return the file of an address, downloaded into a directory unless the server says it is unchanged.

    What is there of an earlier attempt is continued when it is still the same file. A file that
    the publisher has cut again goes beside the earlier one (``<digest>/<name>``). Raises
    ``UnreadableFile`` when the server refuses or the connection breaks; run again to go on.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _OURSELVES):
        raise InvalidValue(f"{url!r} is not an https address.")
    name = Path(unquote(parts.path)).name
    if not name or name.startswith("."):
        raise InvalidValue(f"{url!r} names no file.")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        return _fetch(url, directory, name, now, progress or (lambda _: None))
    except HTTPError as error:
        raise UnreadableFile(
            f"the server answers {error.code} {error.reason}.",
            where=url,
            fix="Look at the publisher's page for the address of today and name it with --url.",
        ) from None
    except (URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        reason = getattr(error, "reason", error)
        raise UnreadableFile(
            f"the download broke off: {reason}.", where=url, fix="Run it again: it goes on where it was."
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"the download cannot be kept: {error.strerror or error}.", where=str(directory)
        ) from None


def accepted(store: Path, licence: str) -> bool:
    """Return whether terms were accepted before."""
    return not licence or licence in _accepted(store)


def accept(store: Path, licence: str, *, now: datetime) -> None:
    """Remember that terms were accepted, and when."""
    store.mkdir(parents=True, exist_ok=True)
    path = store / _LICENCES
    _write(path, msgspec.json.encode({**_accepted(store), licence: now.isoformat()}))


def _accepted(store: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode((store / _LICENCES).read_bytes(), type=dict[str, str])
    except (FileNotFoundError, msgspec.MsgspecError):
        return {}


def _fetch(url: str, directory: Path, name: str, now: datetime, progress: Progress) -> Path:
    record_path, part, begun_path = (
        directory / f"{name}{end}" for end in (".fetched.json", ".part", ".part.json")
    )
    record, begun = _read(record_path, Fetched), _read(begun_path, _Begun)
    headers = {"User-Agent": "cleanclaim"}
    have = 0
    if part.exists() and begun is not None and begun.url == url and (begun.etag or begun.modified):
        have = part.stat().st_size
        headers |= {"Range": f"bytes={have}-", "If-Range": begun.etag or begun.modified} if have else {}
    elif record is not None and record.url == url and (directory / record.file).is_file():
        headers |= {"If-None-Match": record.etag} if record.etag else {}
        headers |= {"If-Modified-Since": record.modified} if record.modified else {}
    try:
        answer = urlopen(Request(url, headers=headers), timeout=_TIMEOUT)  # noqa: S310 - checked above
    except HTTPError as error:
        error.close()
        if error.code == http.client.NOT_MODIFIED and record is not None:
            return directory / record.file
        if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            part.unlink()
            return _fetch(url, directory, name, now, progress)
        raise
    with answer:
        goes_on = answer.status == http.client.PARTIAL_CONTENT
        said = _Begun(url, answer.headers.get("ETag", ""), answer.headers.get("Last-Modified", ""))
        _write(begun_path, msgspec.json.encode(said))
        expected = answer.headers.get("Content-Length")
        total = int(expected) + (have if goes_on else 0) if expected else None
        with part.open("ab" if goes_on else "wb") as file:
            progress(have if goes_on else 0)
            while block := answer.read(_BLOCK):
                file.write(block)
                progress(len(block))
            file.flush()
            os.fsync(file.fileno())
    size = part.stat().st_size
    if total is not None and size != total:
        raise http.client.IncompleteRead(b"", total - size)
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    sha256 = digest.hexdigest()
    place = directory / sha256[:12]
    place.mkdir(exist_ok=True)
    part.replace(place / name)
    fetched = Fetched(url, f"{sha256[:12]}/{name}", sha256, size, said.etag, said.modified, now)
    _write(record_path, msgspec.json.encode(fetched))
    begun_path.unlink(missing_ok=True)
    return place / name


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None


def _write(path: Path, content: bytes) -> None:
    new = path.with_name(path.name + ".new")
    new.write_bytes(content)
    new.replace(path)
