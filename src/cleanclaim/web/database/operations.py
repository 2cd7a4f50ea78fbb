"""Migration operations for what PostgreSQL enforces itself.

They are written in SQL rather than as pgtrigger triggers because those can be switched off by
whoever may set the variable ``pgtrigger.ignore``, the serving role included.
"""

import hashlib
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from cleanclaim.web.tenancy import SETTING

APP_ROLE = "cc_app"
TENANT_SQL = f"NULLIF(current_setting('{SETTING}', true), '')::uuid"


class _OnModel(Operation):
    """SQL about one model's table; the state of the models does not change."""

    reduces_to_sql: ClassVar[bool] = True
    reversible: ClassVar[bool] = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no state: Django knows nothing of policies and triggers."""

    def _model(self, app_label: str, apps: Apps) -> type[models.Model]:
        found: type[models.Model] = apps.get_model(app_label, self.model)
        return found


class RowSecurity(_OnModel):
    """Let a table's rows be seen and written only within their organization.

    Enables and forces row-level security (the owner obeys too) with one policy for reading and
    writing on ``column``; without a tenant nothing is visible and nothing can be written. For a
    model with an organization it also makes the unique index (organization, primary key) and,
    for every reference to another such model, a second foreign key that includes the
    organization: foreign keys are checked *around* row security, so a plain one would accept a
    reference to another organization's row.

    ``RowSecurity("claim")`` after ``CreateModel``; models referred to must have theirs before.
    """

    def __init__(self, model: str, column: str = "organization_id") -> None:
        super().__init__(model)
        self.column = column

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        """Apply; see the class."""
        model = self._model(app_label, to_state.apps)
        table = schema_editor.quote_name(model._meta.db_table)
        column = schema_editor.quote_name(self.column)
        mine = f"{column} = {TENANT_SQL}"
        schema_editor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"CREATE POLICY tenant ON {table} USING ({mine}) WITH CHECK ({mine})")
        if self.column == "organization_id":
            schema_editor.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {_name(model._meta.db_table, 'tenant_key')} "
                f"UNIQUE ({column}, {schema_editor.quote_name(_primary_key(model))})"
            )
            for field in tenant_references(model):
                add_tenant_reference(schema_editor, model, field)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Remove everything again."""
        model = self._model(app_label, from_state.apps)
        table = schema_editor.quote_name(model._meta.db_table)
        if self.column == "organization_id":
            for field in tenant_references(model):
                drop_tenant_reference(schema_editor, model, field)
            name = _name(model._meta.db_table, "tenant_key")
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        schema_editor.execute(f"DROP POLICY tenant ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        """Say what happens, for ``migrate --plan``."""
        return f"Row-level security on {self.model}"


class SameOrganization(_OnModel):
    """Keep a reference added by ``AddField`` within the organization; ``RowSecurity`` does so at creation."""

    def __init__(self, model: str, field: str) -> None:
        super().__init__(model)
        self.field = field

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        """Add the foreign key that includes the organization."""
        model = self._model(app_label, to_state.apps)
        add_tenant_reference(schema_editor, model, model._meta.get_field(self.field))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Remove it again."""
        model = self._model(app_label, from_state.apps)
        drop_tenant_reference(schema_editor, model, model._meta.get_field(self.field))

    def describe(self) -> str:
        """Say what happens, for ``migrate --plan``."""
        return f"Keep {self.model}.{self.field} within the organization"


class AppendOnly(_OnModel):
    """Refuse UPDATE, DELETE and TRUNCATE on a table, to the serving role and to the owner alike.

    The serving role loses the privileges; for the owner, whose privileges cannot be taken, a
    statement trigger raises. It fires before any row is looked at, so it also refuses a
    statement that would touch no row, an upsert, and a cascade from another table.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        """Apply; see the class."""
        table = schema_editor.quote_name(self._model(app_label, to_state.apps)._meta.db_table)
        schema_editor.execute(APPEND_ONLY_FUNCTION, params=None)
        schema_editor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}")
        schema_editor.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION cleanclaim_append_only()"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Remove it again."""
        table = schema_editor.quote_name(self._model(app_label, from_state.apps)._meta.db_table)
        schema_editor.execute(f"DROP TRIGGER append_only ON {table}")
        schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO {APP_ROLE}")

    def describe(self) -> str:
        """Say what happens, for ``migrate --plan``."""
        return f"{self.model} can be added to, never changed"


class BalancedEntry(_OnModel):
    """Refuse, at commit, a journal entry whose debits and credits differ, or that has no postings.

    Also refuses a posting that comes later than its entry: what was booked stays as it was.
    ``model`` is the entry, ``posting`` the model of its postings in the same app, ``entry`` the
    posting's foreign key, ``debit`` and ``credit`` its two columns of positive amounts. Both
    models need ``RowSecurity`` and should be ``AppendOnly``. Deferred: the order of the
    insertions within the transaction does not matter.
    """

    def __init__(
        self, model: str, posting: str, *, entry: str = "entry", debit: str = "debit", credit: str = "credit"
    ) -> None:
        super().__init__(model)
        self.posting = posting
        self.entry = entry
        self.debit = debit
        self.credit = credit

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002
        to_state: ProjectState,
    ) -> None:
        """Apply; see the class."""
        entries = self._model(app_label, to_state.apps)
        postings: type[models.Model] = to_state.apps.get_model(app_label, self.posting)
        column = _column(postings, self.entry)
        about = [
            postings._meta.db_table,
            column,
            _column(postings, self.debit),
            _column(postings, self.credit),
        ]
        schema_editor.execute(BALANCE_FUNCTION, params=None)
        for table, key in (
            (entries._meta.db_table, _primary_key(entries)),
            (postings._meta.db_table, column),
        ):
            entry_is = [key, entries._meta.db_table, _primary_key(entries)]
            arguments = ", ".join(f"'{value}'" for value in [*about, *entry_is])
            schema_editor.execute(
                f"CREATE CONSTRAINT TRIGGER balanced AFTER INSERT OR UPDATE OR DELETE "
                f"ON {schema_editor.quote_name(table)} DEFERRABLE INITIALLY DEFERRED "
                f"FOR EACH ROW EXECUTE FUNCTION cleanclaim_balanced({arguments})"
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002
    ) -> None:
        """Remove it again."""
        for name in (self.model, self.posting):
            table = from_state.apps.get_model(app_label, name)._meta.db_table
            schema_editor.execute(f"DROP TRIGGER balanced ON {schema_editor.quote_name(table)}")

    def describe(self) -> str:
        """Say what happens, for ``migrate --plan``."""
        return f"{self.model} must balance at commit"


APPEND_ONLY_FUNCTION = """
CREATE OR REPLACE FUNCTION cleanclaim_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

# The check sets the tenant to that of the row it checks, which the row's own policy has let in:
# at commit the setting may be gone, and then no posting would be visible.
# An entry whose inserting (sub)transaction is still in progress was made by this transaction,
# because nobody else's would be visible; xmin lacks the epoch, which is put back first.
BALANCE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION cleanclaim_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    row_data jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    before text := coalesce(current_setting('{SETTING}', true), '');
    organization uuid := row_data ->> 'organization_id';
    entry uuid := row_data ->> TG_ARGV[4];
    this_transaction bigint := pg_current_xact_id()::text::bigint;
    made_by bigint;
    postings bigint;
    difference numeric;
BEGIN
    PERFORM set_config('{SETTING}', organization::text, true);
    EXECUTE format(
        'SELECT count(*), coalesce(sum(%I) - sum(%I), 0) FROM %I WHERE organization_id = $1 AND %I = $2',
        TG_ARGV[2], TG_ARGV[3], TG_ARGV[0], TG_ARGV[1])
        INTO postings, difference USING organization, entry;
    EXECUTE format('SELECT xmin::text::bigint FROM %I WHERE organization_id = $1 AND %I = $2',
                   TG_ARGV[5], TG_ARGV[6])
        INTO made_by USING organization, entry;
    PERFORM set_config('{SETTING}', before, true);
    made_by := made_by | (this_transaction >> 32 << 32);
    IF made_by > this_transaction + 2147483648 THEN
        made_by := made_by - 4294967296;
    END IF;
    IF postings = 0 THEN
        RAISE EXCEPTION 'journal entry % has no postings', entry USING ERRCODE = 'check_violation';
    ELSIF difference <> 0 THEN
        RAISE EXCEPTION 'journal entry % does not balance: debits exceed credits by %', entry, difference
            USING ERRCODE = 'check_violation';
    ELSIF pg_xact_status(made_by::text::xid8) IS DISTINCT FROM 'in progress' THEN
        RAISE EXCEPTION 'journal entry % is booked: it takes no further postings', entry
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 - nothing in it comes from outside


def tenant_references(model: type[models.Model]) -> list[Any]:
    """Return a model's enforced foreign keys to models that belong to an organization."""
    return [
        field
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and getattr(field, "db_constraint", True)
        and any(other.column == "organization_id" for other in field.related_model._meta.local_fields)
    ]


def add_tenant_reference(
    schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], field: Any
) -> None:
    """Add the foreign key (organization, reference) to (organization, primary key)."""
    quote = schema_editor.quote_name
    table, target = model._meta.db_table, field.related_model
    schema_editor.execute(
        f"ALTER TABLE {quote(table)} ADD CONSTRAINT {_name(table, field.column, 'tenant_fk')} "
        f"FOREIGN KEY (organization_id, {quote(field.column)}) "
        f"REFERENCES {quote(target._meta.db_table)} (organization_id, {quote(_primary_key(target))}) "
        "DEFERRABLE INITIALLY DEFERRED"
    )


def drop_tenant_reference(
    schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model], field: Any
) -> None:
    """Drop what :func:`add_tenant_reference` added."""
    table = model._meta.db_table
    name = _name(table, field.column, "tenant_fk")
    schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(table)} DROP CONSTRAINT {name}")


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return str(field.column)


def _primary_key(model: type[models.Model]) -> str:
    key = model._meta.pk
    assert key is not None
    return str(key.column)


def _name(*parts: str) -> str:
    """Return a constraint's name within PostgreSQL's 63 characters, unique per table and purpose."""
    whole = "_".join(parts)
    if len(whole) <= 63:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[:40]}_{mark}_{parts[-1]}"
