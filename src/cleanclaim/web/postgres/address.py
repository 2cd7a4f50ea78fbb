"""Which database, and as whom."""

import os

import msgspec

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.places import data_directory
from cleanclaim.web.postgres.server import EmbeddedServer

OWNER = "cc_owner"
"""Owns the tables and migrates; never serves."""

APP = "cc_app"
"""Serves, works and runs the tests; can neither change the schema nor pass row-level security."""

URL_VARIABLES = {APP: "CLEANCLAIM_DATABASE_URL", OWNER: "CLEANCLAIM_OWNER_DATABASE_URL"}


class Address(msgspec.Struct, frozen=True):
    """Everything a connection needs. ``host`` is a name or a socket directory."""

    host: str
    port: str
    dbname: str
    user: str
    password: str
    options: dict[str, str]

    def __repr__(self) -> str:
        return f"Address({self.user} at {self.host}:{self.port}/{self.dbname})"


def is_external() -> bool:
    """Return whether ``CLEANCLAIM_DATABASE_URL`` points at a server that is not ours to start."""
    return bool(os.environ.get(URL_VARIABLES[APP]))


def address(role: str) -> Address:
    """Return where ``role`` (:data:`OWNER` or :data:`APP`) connects.

    Without configuration this starts the embedded server, or joins the one that runs. Raises
    ``ConfigurationError`` for a URL that cannot be read or is missing, and when the embedded
    server cannot be started.
    """
    if is_external():
        return _configured(role)
    server = EmbeddedServer(data_directory() / "postgres")
    server.ensure_running()
    return Address(
        host=str(server.socket_directory),
        port=server.port,
        dbname=server.database,
        user=role,
        password=server.password(role),
        options={},
    )


def _configured(role: str) -> Address:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    variable = URL_VARIABLES[role]
    url = os.environ.get(variable, "")
    if not url:
        raise ConfigurationError(
            f"{URL_VARIABLES[APP]} is set but {variable} is not.",
            fix=f"Set {variable} to the same database as {OWNER}, which owns the tables.",
        )
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError:
        raise ConfigurationError(
            f"{variable} is not a PostgreSQL address.",
            fix="Write it as postgresql://role:password@host:5432/database (its value is not shown here).",
        ) from None
    if "dbname" not in parts:
        raise ConfigurationError(f"{variable} names no database.", fix="End it with /database.")
    return Address(
        host=parts.pop("host", ""),
        port=parts.pop("port", ""),
        dbname=parts.pop("dbname"),
        user=parts.pop("user", role),
        password=parts.pop("password", ""),
        options=parts,
    )
