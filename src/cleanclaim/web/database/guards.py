"""Asks PostgreSQL's catalogue whether the guarantees are in force for every table there is.

Migrations end with :func:`require_guards`, so a table that was forgotten stops the migration
instead of standing open; serving and working begin with :func:`require_serving_role`.
"""

import json
from typing import Any

from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.database.operations import APP_ROLE
from cleanclaim.web.tenancy import SETTING

WITHOUT_ORGANIZATION = {
    "account_emailaddress": "allauth's, unused: people have no mail address here",
    "account_emailconfirmation": "allauth's, unused",
    "auth_group": "Django's, unused: what people may do is in their memberships",
    "auth_group_permissions": "Django's, unused",
    "auth_permission": "Django's list of its models; read-only when serving",
    "django_content_type": "Django's list of its models; read-only when serving",
    "django_session": "who is signed in: ids of users and organizations, no patient data",
    "mfa_authenticator": "second factors, sealed; people sign in before their organization is known",
    "django_migrations": "which migrations were applied; read-only when serving",
    "organizations_user": "people sign in before their organization is known; no patient data",
    "pghistory_context": "unused; the serving role has no privilege on it",
    "procrastinate_events": "what happened to jobs: kinds and times",
    "procrastinate_jobs": "jobs of all organizations; their arguments are keys only",
    "procrastinate_periodic_defers": "when periodic jobs were deferred",
    "procrastinate_workers": "workers that run",
}
"""Tables whose rows belong to no organization, each with the reason why that is right."""

TENANT_COLUMN = {"organizations_organization": "id"}
"""Tables whose tenant is not in the column ``organization_id``."""


def problems(cursor: Any) -> list[str]:
    """Return what is wrong with the protection of the tables, one sentence each; nothing is best."""
    return [
        *_tables_without_row_security(cursor),
        *_references_across_organizations(cursor),
        *_changeable_history(cursor),
        *_privileges_too_many(cursor),
        *_windows(cursor),
    ]


def require_guards() -> None:
    """Raise ``ConfigurationError`` naming the first table that is not protected as it must be."""
    with connections["owner"].cursor() as cursor:
        found = problems(cursor)
    if found:
        raise ConfigurationError(
            f"{found[0]} ({len(found)} problem{'s' if len(found) > 1 else ''} in all).",
            fix="Add the operations of cleanclaim.web.database.operations to the migration.",
        )


def require_serving_role() -> None:
    """Raise ``ConfigurationError`` when the connection that serves could pass row-level security."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper OR rolbypassrls, current_setting('row_security') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        role, passes, row_security = cursor.fetchone()
    if role != APP_ROLE or passes or row_security != "on":
        raise ConfigurationError(
            f"the database connection serves as {role}, which could pass row-level security.",
            fix=f"Connect as {APP_ROLE}; docs/algorithms/database.md shows how to create it.",
        )


def require_migrations() -> None:
    """Raise ``ConfigurationError`` when the schema is older than this program."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise ConfigurationError(
            "the database has not been brought up to date.", fix="Run cleanclaim migrate."
        )


def _tables_without_row_security(cursor: Any) -> list[str]:
    cursor.execute(
        """
        SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity,
               EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                       AND a.attname = 'organization_id' AND NOT a.attisdropped),
               (SELECT jsonb_agg(jsonb_build_array(p.polcmd::text, p.polpermissive,
                                 pg_get_expr(p.polqual, c.oid), pg_get_expr(p.polwithcheck, c.oid)))
                FROM pg_policy p
                WHERE p.polrelid = c.oid
                  AND (p.polroles = '{0}'
                       OR EXISTS (SELECT FROM unnest(p.polroles) r WHERE pg_has_role(%s, r, 'MEMBER'))))
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        ORDER BY c.relname
        """,
        [APP_ROLE],
    )
    found = []
    for table, enabled, forced, has_organization, policies in cursor.fetchall():
        column = TENANT_COLUMN.get(table, "organization_id")
        mine = f"({column} = (NULLIF(current_setting('{SETTING}'::text, true), ''::text))::uuid)"
        if not has_organization and table not in TENANT_COLUMN:
            if table not in WITHOUT_ORGANIZATION:
                found.append(f"the table {table} has no organization and is not listed as shared")
        elif not enabled or not forced:
            found.append(f"row-level security is not {'forced' if enabled else 'enabled'} on {table}")
        elif json.loads(policies or "[]") != [["*", True, mine, mine]]:
            found.append(f"the policy on {table} is not the tenant's")
    return found


def _references_across_organizations(cursor: Any) -> list[str]:
    """Foreign keys are checked around row security: each needs a twin that includes the organization."""
    cursor.execute(
        """
        WITH tenants AS (
            SELECT attrelid AS id, attnum FROM pg_attribute
            WHERE attname = 'organization_id' AND NOT attisdropped
        )
        SELECT k.conrelid::regclass::text, a.attname
        FROM pg_constraint k
        JOIN tenants mine ON mine.id = k.conrelid
        JOIN tenants theirs ON theirs.id = k.confrelid
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND cardinality(k.conkey) = 1
          AND k.connamespace = 'public'::regnamespace
          AND NOT EXISTS (
              SELECT FROM pg_constraint twin
              WHERE twin.contype = 'f' AND twin.convalidated
                AND twin.conrelid = k.conrelid AND twin.confrelid = k.confrelid
                AND twin.conkey = ARRAY[mine.attnum, k.conkey[1]]
                AND twin.confkey = ARRAY[theirs.attnum, k.confkey[1]])
        ORDER BY 1, 2
        """
    )
    return [
        f"{table}.{column} may refer to another organization's row" for table, column in cursor.fetchall()
    ]


def _changeable_history(cursor: Any) -> list[str]:
    """Tables of history, and all that have the append-only trigger, must have it whole."""
    cursor.execute(
        """
        SELECT c.relname, t.tgenabled, t.tgtype, has_table_privilege(%s, c.oid, 'UPDATE')
               OR has_any_column_privilege(%s, c.oid, 'UPDATE') OR has_table_privilege(%s, c.oid, 'DELETE')
        FROM pg_class c
        LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'append_only'
             AND t.tgfoid = to_regproc('cleanclaim_append_only')
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
          AND (t.oid IS NOT NULL OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                                            AND a.attname = 'pgh_id' AND NOT a.attisdropped))
        ORDER BY c.relname
        """,
        [APP_ROLE] * 3,
    )
    before_update_delete_truncate = 2 | 8 | 16 | 32  # pg_trigger.tgtype, statement level
    found = []
    for table, enabled, kind, privileged in cursor.fetchall():
        if kind != before_update_delete_truncate or enabled not in ("O", "A"):
            found.append(f"{table} holds history that its owner could change")
        elif privileged:
            found.append(f"{table} is append-only, but {APP_ROLE} may update or delete")
    return found


def _privileges_too_many(cursor: Any) -> list[str]:
    cursor.execute(
        """
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND (c.relowner = %s::regrole OR has_table_privilege(%s, c.oid, 'TRUNCATE, TRIGGER'))
        ORDER BY 1
        """,
        [APP_ROLE, APP_ROLE],
    )
    found = [f"{APP_ROLE} may empty or alter {table}" for (table,) in cursor.fetchall()]
    cursor.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [APP_ROLE])
    if cursor.fetchone()[0]:
        found.append(f"{APP_ROLE} may create tables")
    return found


def _windows(cursor: Any) -> list[str]:
    """Views read with their owner's rights, materialized ones store rows of all organizations."""
    cursor.execute(
        """
        SELECT relname FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
          AND (relkind IN ('m', 'f')
               OR relkind = 'v' AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false))
        ORDER BY 1
        """
    )
    return [f"{view} shows rows around row-level security" for (view,) in cursor.fetchall()]
