"""A Django database backend that finds, or starts, its server at the first connection.

Settings can therefore be imported by mypy, ``--help`` and tests without any database.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.postgres import address


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL as the role that ``OPTIONS["cleanclaim_role"]`` names."""

    def get_connection_params(self) -> dict[str, Any]:
        """Return what psycopg needs; asked again at each connection, so a restarted server is found."""
        options = self.settings_dict["OPTIONS"]
        found = address(options["cleanclaim_role"])
        self.settings_dict.update(
            NAME=found.dbname, USER=found.user, PASSWORD=found.password, HOST=found.host, PORT=found.port
        )
        params: dict[str, Any] = super().get_connection_params()
        params.pop("cleanclaim_role", None)
        return {**found.options, **params}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; raises ``ConfigurationError``, with the reason and no secret, when that fails."""
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError as error:
            reason = str(error).strip().splitlines()[0].removeprefix("connection failed: ")
            raise ConfigurationError(
                f"the database does not answer: {reason}.",
                fix="Check CLEANCLAIM_DATABASE_URL and that the server runs.",
            ) from None
