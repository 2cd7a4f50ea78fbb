"""Written segments that must wait for what comes before them: kept in a temporary file when they are many."""

import shutil
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 1 << 20
_PART = 1 << 16


class KeptSegments:
    """Segments as they will stand in the file, terminators included, and how many they are.

    Up to a megabyte they stay in memory; beyond it in a file that has no name and goes with the
    process. So an answer's totals can stand before the claims that they sum up, at any size.
    """

    def __init__(self) -> None:
        self.count = 0
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by close

    def add(self, segment: bytes) -> None:
        """Keep one more segment."""
        self._file.write(segment)
        self.count += 1

    def take(self, other: "KeptSegments") -> None:
        """Move the segments of another here, behind those that are here; the other is empty then."""
        other._file.seek(0)
        shutil.copyfileobj(other._file, self._file, _PART)
        self.count += other.count
        other.clear()

    def clear(self) -> None:
        """Forget all segments."""
        self._file.seek(0)
        self._file.truncate()
        self.count = 0

    def parts(self) -> Iterator[bytes]:
        """Yield the segments in blocks that need not end with a segment."""
        self._file.seek(0)
        while part := self._file.read(_PART):
            yield part

    def close(self) -> None:
        """Give the memory, or the file, back."""
        self._file.close()
