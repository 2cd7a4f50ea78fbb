"""The key that signs sessions and forms: from the environment, else a file that only we can read."""

import os
import secrets
import tempfile
from pathlib import Path

from cleanclaim.web.places import data_directory, make_private_directory

VARIABLE = "CLEANCLAIM_SECRET_KEY"


def key_is_configured() -> bool:
    """Return whether the key comes from the environment, as it must for a public address."""
    return bool(os.environ.get(VARIABLE))


def read_or_make_key() -> str:
    """Return the key; without one in the environment, that of the data directory, made on first use."""
    configured = os.environ.get(VARIABLE)
    if configured:
        return configured
    path = data_directory() / "secret-key"
    if not path.exists():
        make_private_directory(path.parent)
        _make(path)
    return path.read_text()


def _make(path: Path) -> None:
    # mkstemp gives mode 0600; the link appears whole, and only the first of two makers gets it.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        os.write(descriptor, secrets.token_urlsafe(64).encode())
        os.close(descriptor)
        path.hardlink_to(temporary)
    except FileExistsError:
        return
    finally:
        Path(temporary).unlink()
