"""Transports: how files reach the other side and how answers are found there."""

import os
import re
import tempfile
from pathlib import Path
from typing import Protocol

from cleanclaim.primitives import StateError, UnreadableFile

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")


class Transport(Protocol):
    """A mailbox at a payer or clearinghouse."""

    def deliver(self, name: str, content: bytes) -> None:
        """Put a file there unless it is there already.

        Raises ``StateError`` when another file stands there under that name.
        """

    def waiting(self) -> tuple[str, ...]:
        """Return the names of the files that wait for us, sorted."""

    def fetch(self, name: str) -> bytes:
        """Return one waiting file's content; it stays there."""


class DirectoryTransport:
    """A mailbox in a directory: ``inbox`` (to the payer), ``outbox`` (from it).

    A delivered file stays in ``inbox`` until the other side moves it to ``received``, as
    ``NAME`` or ``NUMBER-NAME``; both are looked at before anything is written. Writing is
    atomic: a reader sees a whole file or none.
    """

    def __init__(self, directory: Path) -> None:
        self._inbox = directory / "inbox"
        self._received = directory / "received"
        self._outbox = directory / "outbox"

    def deliver(self, name: str, content: bytes) -> None:
        """Put a file into the inbox unless it is, or was, there."""
        if not _PLAIN_NAME.fullmatch(name):
            raise StateError(f"{name!r} is not a plain file name; nothing is written.")
        for place in (self._inbox / name, *self._received.glob("*")):
            if place.is_file() and place.name in (name, f"{place.name.partition('-')[0]}-{name}"):
                if place.read_bytes() != content:
                    raise StateError(f"another file named {name} is at the receiver already.")
                return
        for place in (self._inbox.parent.parent, self._inbox.parent, self._inbox):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._inbox, prefix=".incoming-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(self._inbox / name)

    def waiting(self) -> tuple[str, ...]:
        """Return the names of the files in the outbox, sorted."""
        if not self._outbox.is_dir():
            return ()
        return tuple(sorted(p.name for p in self._outbox.iterdir() if p.is_file() and p.name[0] != "."))

    def fetch(self, name: str) -> bytes:
        """Return the content of a file in the outbox."""
        try:
            return (self._outbox / name).read_bytes()
        except OSError as error:
            raise UnreadableFile(f"the file cannot be fetched: {error.strerror}.", where=name) from None
