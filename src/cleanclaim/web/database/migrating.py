"""Migrating as the owner, and what the serving role may do afterwards."""

from django.core.management import call_command
from django.db import connections

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.database.guards import require_guards
from cleanclaim.web.database.operations import APP_ROLE
from cleanclaim.web.postgres import OWNER, URL_VARIABLES

LOCK = 0x636C65616E  # any number, the same for all who migrate: "clean"

GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {APP_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE};
"""

READ_ONLY = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "account_emailaddress",
    "account_emailconfirmation",
)
"""Lists of Django and allauth: written when migrating or never, only read when serving."""

LOCKED = ("pghistory_context",)
"""Unused, because its rows would belong to no organization; nobody but the owner touches them."""


def migrate_database(*, verbosity: int = 1) -> None:
    """Bring the schema up to date as the owner and grant the serving role what it needs.

    Safe to call twice and by two processes at once. Raises ``ConfigurationError`` when the two
    roles are not as ``docs/algorithms/database.md`` says, or a table is left unprotected.
    """
    connection = connections["owner"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            check_roles()
            cursor.execute(GRANTS)
            call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
            for table in READ_ONLY:
                cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {APP_ROLE}")
            for table in LOCKED:
                cursor.execute(f"REVOKE ALL ON {table} FROM {APP_ROLE}")
            require_guards()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def check_roles() -> None:
    """Raise ``ConfigurationError`` when the serving role could pass row security, or is missing."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, pg_has_role(rolname, %s, 'MEMBER') FROM pg_roles "
            "WHERE rolname = %s",
            [owner, APP_ROLE],
        )
        found = cursor.fetchone()
    advice = "Create the roles as docs/algorithms/database.md shows."
    if owner != OWNER:
        raise ConfigurationError(
            f"{URL_VARIABLES[OWNER]} connects as {owner}; tables must be owned by {OWNER}.", fix=advice
        )
    if found is None:
        raise ConfigurationError(f"the database has no role {APP_ROLE}.", fix=advice)
    if any(found):
        raise ConfigurationError(
            f"the role {APP_ROLE} is a superuser, may bypass row-level security, or is a member of {owner}: "
            "organizations would see each other's rows.",
            fix=advice,
        )
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        served_as, database = cursor.fetchone()
        if served_as != APP_ROLE:
            raise ConfigurationError(
                f"{URL_VARIABLES[APP_ROLE]} connects as {served_as}; it must be {APP_ROLE}.", fix=advice
            )
    if database != connections["owner"].settings_dict["NAME"]:
        raise ConfigurationError("the two database addresses name different databases.", fix=advice)
