"""Where X12 bytes come from: bytes at hand, a path or an open binary file, read a window at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, TypeAlias

from cleanclaim.primitives import UnreadableFile

Source: TypeAlias = bytes | Path | BinaryIO
"""A file's bytes, its path, or the file opened for reading bytes (read from where it stands)."""

READ = 1 << 16
"""Bytes that are read at a time: memory stays flat at any file size."""

LONGEST_SEGMENT = 16 << 20
"""Bytes in which a segment must end. What has no terminator for so long is no X12."""


class Window:
    """The part of a source that has been read and not yet been used up.

    ``data`` begins at byte ``offset`` of the source; ``ended`` says that nothing follows it.
    """

    __slots__ = ("_file", "_where", "data", "ended", "offset")

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._file = file
        self._where = where
        self.data = b""
        self.offset = 0
        self.ended = False

    def reach(self, length: int) -> bool:
        """Read until the window has ``length`` bytes; return whether the source has so many."""
        while len(self.data) < length and not self.ended:
            self._read(max(READ, length - len(self.data)))
        return len(self.data) >= length

    def find(self, mark: bytes, start: int) -> int:
        """Return where ``mark`` first stands at or after ``start``, reading on; -1 when nowhere.

        Raises ``UnreadableFile`` when there is none within the longest segment that is read.
        """
        size = READ
        self.reach(start + 1)
        while True:
            found = self.data.find(mark, start)
            if found >= 0 or self.ended:
                return found
            if len(self.data) - start > LONGEST_SEGMENT:
                raise UnreadableFile(
                    f"a segment does not end within {LONGEST_SEGMENT >> 20} MB.",
                    where=f"{self._where}, byte {self.offset + start}".lstrip(", "),
                    fix="Ask for the file again; its segment terminators seem to be lost.",
                )
            start = max(start, len(self.data))
            self._read(size)
            size *= 2

    def drop(self, length: int) -> None:
        """Forget the first ``length`` bytes of the window."""
        self.data = self.data[length:]
        self.offset += length

    def _read(self, size: int) -> None:
        more = self._file.read(size)
        self.ended = not more
        self.data += more


@contextmanager
def opened(source: Source, where: str) -> Iterator[Window]:
    """Open a source for reading; a path is closed again, an open file is left to its owner.

    Raises ``UnreadableFile`` for a path that cannot be opened.
    """
    if isinstance(source, Path):
        try:
            file = source.open("rb")
        except OSError as error:
            raise UnreadableFile(
                f"the file cannot be read: {error.strerror}.", where=where or str(source)
            ) from None
        with file:
            yield Window(file, where)
    else:
        yield Window(BytesIO(source) if isinstance(source, bytes) else source, where)
