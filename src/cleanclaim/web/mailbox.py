"""Which mailbox this installation sends to and receives from."""

import os
from pathlib import Path

from cleanclaim.exchange.transport import DirectoryTransport
from cleanclaim.web.places import data_directory


def mailbox_directory() -> Path:
    """Return ``CLEANCLAIM_MAILBOX``, else ``mailbox`` in the data directory (the built-in payer's)."""
    configured = os.environ.get("CLEANCLAIM_MAILBOX")
    return Path(configured).expanduser() if configured else data_directory() / "mailbox"


def mailbox() -> DirectoryTransport:
    """Return the transport to the mailbox."""
    return DirectoryTransport(mailbox_directory())
