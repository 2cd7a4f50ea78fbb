"""Where the web application keeps its data."""

import os
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
