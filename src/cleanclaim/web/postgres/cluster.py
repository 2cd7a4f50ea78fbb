"""Making a database cluster: whole or not at all, with its two roles, closed to everybody else."""

import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.postgres.account import Account

DATABASE = "cleanclaim"
SUPERUSER = "cc_superuser"

SETTINGS = """
# What follows is cleanclaim's; docs/algorithms/database.md explains it.
listen_addresses = ''              # a socket in a private directory, no network
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
max_connections = 60
shared_buffers = '64MB'
max_wal_size = '512MB'
timezone = 'UTC'
client_connection_check_interval = '5s'   # a killed client's query ends by itself
# Statements, parameters and error details carry patient data: none of them is logged.
log_timezone = 'UTC'
log_min_messages = 'log'           # not ERROR: its text can quote values
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'      # no DETAIL: it quotes rows
log_statement = 'none'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""

ACCESS = """# Two roles, each with its password; nobody else, the superuser included.
local  all  cc_owner,cc_app  scram-sha-256
local  all  all              reject
"""


def create(
    cluster: Path, binaries: Path, account: Account, passwords: Mapping[str, str], *, durable: bool = True
) -> None:
    """Create a cluster with the database and the two roles; only tests do without ``durable``.

    Everything happens under a temporary name beside the cluster and becomes the cluster by one
    rename, so that an interruption at any instant leaves nothing that looks like one. The
    superuser never gets a password and no rule lets it in: the roles are made in PostgreSQL's
    single-user mode, before anything can connect. Raises ``ConfigurationError`` with
    PostgreSQL's own reason (no space, no permission).
    """
    remove_unfinished(cluster)
    new = cluster.with_name(f"{cluster.name}.new-{secrets.token_hex(4)}")
    new.mkdir(mode=0o700)
    account.give(new)
    made = account.run(
        [
            str(binaries / "initdb"),
            f"--pgdata={new}",
            f"--username={SUPERUSER}",
            "--auth=peer",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *([] if durable else ["--no-sync"]),
        ]
    )
    if made.returncode != 0:
        shutil.rmtree(new, ignore_errors=True)
        raise ConfigurationError(
            f"PostgreSQL could not make its files: {_reason(made.stdout)}",
            where=str(cluster),
            fix="Check the free space and the permissions there.",
        )
    with (new / "postgresql.conf").open("a") as file:
        file.write(SETTINGS)
    (new / "pg_hba.conf").write_text(ACCESS)
    run_alone(new, binaries, account, _roles(passwords), durable=durable)
    run_alone(new, binaries, account, PRIVILEGES, database=DATABASE, durable=durable)
    new.rename(cluster)


def remove_unfinished(cluster: Path) -> None:
    """Remove what interrupted creations left beside the cluster."""
    for leftover in cluster.parent.glob(f"{cluster.name}.new-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def set_passwords(cluster: Path, binaries: Path, account: Account, passwords: Mapping[str, str]) -> None:
    """Give the roles new passwords, for when the file with the old ones is gone; the server is down."""
    run_alone(
        cluster,
        binaries,
        account,
        "".join(f"ALTER ROLE {role} PASSWORD '{word}';\n" for role, word in passwords.items()),
    )


def run_alone(
    cluster: Path,
    binaries: Path,
    account: Account,
    statements: str,
    *,
    database: str = "postgres",
    durable: bool = True,
) -> None:
    """Run statements, one a line, in single-user mode; raises ``ConfigurationError`` when one fails."""
    haste = [] if durable else ["-c", "fsync=off"]
    program = [str(binaries / "postgres"), "--single", "-D", str(cluster), *haste, database]
    done = account.run(program, feed=statements)
    failures = [line for line in done.stdout.splitlines() if " ERROR: " in line or " FATAL: " in line]
    if done.returncode != 0 or failures:
        reason = _reason("\n".join(failures) or done.stdout)
        raise ConfigurationError(f"PostgreSQL could not prepare its roles: {reason}", where=str(cluster))


def _roles(passwords: Mapping[str, str]) -> str:
    limits = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    lines = [f"CREATE ROLE {role} {limits} PASSWORD '{word}';" for role, word in passwords.items()]
    lines.append(f"CREATE DATABASE {DATABASE} OWNER cc_owner TEMPLATE template0;")
    return "\n".join(lines) + "\n"


PRIVILEGES = f"""REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;
GRANT CONNECT ON DATABASE {DATABASE} TO cc_app;
"""


def _reason(output: str) -> str:
    """Return the first line that tells why, as a sentence without its time stamp."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or "FATAL" in line or "PANIC" in line]
    line = (telling or lines or ["no reason was given"])[0]
    return (line.partition("] ")[2] or line).rstrip(".") + "."
