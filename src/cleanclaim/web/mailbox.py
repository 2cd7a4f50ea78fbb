"""Which mailbox an organization sends to and receives from."""

import os
from pathlib import Path
from uuid import UUID

from cleanclaim.exchange.transport import DirectoryTransport
from cleanclaim.web.places import data_directory
from cleanclaim.web.tenancy import current_organization


def mailbox_directory(organization_id: UUID | None = None) -> Path:
    """Return an organization's mailbox (default: the current one's).

    It lies under ``CLEANCLAIM_MAILBOX``, else under ``mailbox`` in the data directory. Each
    organization has its own: row security cannot tell whose a file is that somebody else wrote.
    """
    configured = os.environ.get("CLEANCLAIM_MAILBOX")
    base = Path(configured).expanduser() if configured else data_directory() / "mailbox"
    return base / str(organization_id or current_organization())


def prepared_mailbox(organization_id: UUID) -> Path:
    """Return an organization's mailbox, made for us alone when it is not there: claims lie in it."""
    directory = mailbox_directory(organization_id)
    for place in (directory.parent, directory):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def mailbox() -> DirectoryTransport:
    """Return the transport to the current organization's mailbox."""
    return DirectoryTransport(mailbox_directory())
