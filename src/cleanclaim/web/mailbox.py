"""Which mailbox this installation sends to and receives from."""

import os
from pathlib import Path

from cleanclaim.exchange.transport import DirectoryTransport
from cleanclaim.web.places import data_directory


def mailbox_directory() -> Path:
    """Return ``CLEANCLAIM_MAILBOX``, else ``mailbox`` in the data directory (the built-in payer's)."""
    configured = os.environ.get("CLEANCLAIM_MAILBOX")
    return Path(configured).expanduser() if configured else data_directory() / "mailbox"


def prepared_mailbox() -> Path:
    """Return the mailbox's directory, made for us alone when it is not there: claims lie in it."""
    directory = mailbox_directory()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def mailbox() -> DirectoryTransport:
    """Return the transport to the mailbox."""
    return DirectoryTransport(mailbox_directory())
