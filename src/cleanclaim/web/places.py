"""Where the web application keeps its data."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def data_directory() -> Path:
    """Return the data directory: ``CLEANCLAIM_DATA``, else ``~/.local/share/cleanclaim``."""
    configured = os.environ.get("CLEANCLAIM_DATA")
    return Path(configured).expanduser() if configured else Path.home() / ".local" / "share" / "cleanclaim"


def make_private_directory(path: Path) -> None:
    """Make a directory and its missing parents; what is made can be entered by nobody else.

    Started as root, what is made can be passed through (not listed) by others: the database
    server runs under another account and has its own directory further down.
    """
    missing = [place for place in (path, *path.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)


def private_file(path: Path, make: Callable[[], bytes]) -> str:
    """Return the text of a file that only we can read, made on first use; two makers agree on one.

    mkstemp gives mode 0600; the link appears whole, and only the first of two makers gets it.
    """
    if not path.exists():
        make_private_directory(path.parent)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(temporary)
        finally:
            Path(temporary).unlink()
    return path.read_text().strip()
