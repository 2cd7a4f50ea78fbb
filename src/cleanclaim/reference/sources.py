"""What people hand in: plain files, zips, directories, as members that are read bit by bit."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from cleanclaim.primitives import UnreadableFile

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

HEAD_BYTES = 65536
_BLOCK = 1 << 20
_MOST_BYTES = 20 << 30  # the whole NPPES extract unpacks to more than 10 GB
_DEEPEST = 2

Progress = Callable[[int], None]
"""Told how many bytes more were read."""


def _quiet(_: int) -> None:
    pass


class SourceFile:
    """One file, or one member of a zip. ``name`` is its bare name, ``where`` its place for people.

    Every way of reading raises ``UnreadableFile`` with the place when the file is damaged.
    """

    def __init__(self, where: str, name: str, size: int, opener: Callable[[], BinaryIO]) -> None:
        self.where = where
        self.name = name
        self.size = size
        self._opener = opener
        self.progress: Progress = _quiet

    @cached_property
    def head(self) -> bytes:
        """The first 64 KB."""
        with self._reading() as file:
            return file.read(HEAD_BYTES)

    @cached_property
    def start(self) -> str:
        """The first 64 KB as text; each byte a character, which is enough to recognise a format."""
        return self.head.decode("latin-1")

    @cached_property
    def sha256(self) -> str:
        """The digest of the whole content, in hexadecimal."""
        digest = hashlib.sha256()
        with self._reading() as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    @property
    def is_zip(self) -> bool:
        """Whether this is a zip archive, spreadsheets included."""
        return self.head.startswith(b"PK\x03\x04")

    @property
    def suffix(self) -> str:
        """The end of the name in small letters (``.txt``)."""
        return PurePosixPath(self.name).suffix.lower()

    def content(self) -> bytes:
        """Return the whole content."""
        with self._reading() as file:
            content = file.read()
        self.progress(len(content))
        return content

    def text(self) -> str:
        """Return the whole content as text: UTF-8 where it is that, else Windows-1252."""
        content = self.content()
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", errors="replace")

    def lines(self) -> Iterator[bytes]:
        """Yield the lines without their ends, however large the file."""
        with self._reading() as file:
            read = 0
            for line in file:
                read += len(line)
                if read > _BLOCK:
                    self.progress(read)
                    read = 0
                yield line.rstrip(b"\r\n")
            self.progress(read)

    @contextmanager
    def _reading(self) -> Iterator[BinaryIO]:
        try:
            with self._opener() as file:
                yield file
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnreadableFile(
                f"the archive is damaged or encrypted: {error}.", where=self.where, fix="Fetch it again."
            ) from None
        except OSError as error:
            raise UnreadableFile(
                f"the file cannot be read: {error.strerror or error}.", where=self.where
            ) from None


def source_files(paths: list[Path]) -> list[SourceFile]:
    """Return the files, the members of zips and the files of directories, in order.

    Spreadsheets are not taken apart. Raises ``UnreadableFile``.
    """
    found: list[SourceFile] = []
    for path in paths:
        if path.is_dir():
            inside = [one for one in sorted(path.iterdir()) if one.is_file() and not one.name.startswith(".")]
            if not inside:
                raise UnreadableFile("there is no file in this directory.", where=str(path))
            for one in inside:
                found.extend(_members(_plain(one), 0))
        else:
            found.extend(_members(_plain(path), 0))
    return found


def _plain(path: Path) -> SourceFile:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise UnreadableFile("there is no such file.", where=str(path), fix="Check the path.") from None
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read: {error.strerror}.", where=str(path)) from None
    return SourceFile(str(path), path.name, size, lambda: path.open("rb"))


def _members(file: SourceFile, depth: int) -> Iterator[SourceFile]:
    if not file.is_zip:
        yield file
        return
    with file._reading() as raw:
        # A member may be opened long after this: the archive is opened anew each time.
        archive = zipfile.ZipFile(io.BytesIO(raw.read()) if depth else raw)
        members = [one for one in archive.infolist() if not one.is_dir()]
        if any(one.filename.startswith(("xl/", "word/")) for one in members):
            yield file
            return
        if sum(one.file_size for one in members) > _MOST_BYTES:
            raise UnreadableFile("the archive unpacks to more than 20 GB.", where=file.where)
    for one in members:
        name = PurePosixPath(one.filename.replace("\\", "/")).name
        if name.startswith((".", "~$")) or "__MACOSX" in one.filename:
            continue
        opener = partial(_open_member, file, one)
        member = SourceFile(f"{file.where}: {one.filename}", name, one.file_size, opener)
        if depth + 1 < _DEEPEST:
            yield from _members(member, depth + 1)
        else:
            yield member


class _Member(io.RawIOBase):
    """A member that closes the archive it is read from with itself."""

    def __init__(self, raw: BinaryIO, member: zipfile.ZipInfo) -> None:
        super().__init__()
        self._raw = raw
        self._archive = zipfile.ZipFile(raw)
        self._file = self._archive.open(member)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "Buffer") -> int:
        view = memoryview(buffer).cast("B")
        block = self._file.read(len(view))
        view[: len(block)] = block
        return len(block)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._archive.close()
            self._raw.close()
        super().close()


def _open_member(file: SourceFile, member: zipfile.ZipInfo) -> BinaryIO:
    raw = file._opener()
    if not raw.seekable():  # a zip within a zip
        with raw:
            raw = io.BytesIO(raw.read())
    try:
        return io.BufferedReader(_Member(raw, member), _BLOCK)
    except BaseException:
        raw.close()
        raise
