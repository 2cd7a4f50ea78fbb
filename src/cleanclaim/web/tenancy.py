"""Whose rows are seen: one organization's, inside one transaction, enforced by PostgreSQL.

Row-level security compares each row's organization with the setting
``cleanclaim.organization``. It is set only here, and only until the end of the transaction
(``set_config(…, true)``): a setting of the session would follow the connection to whoever
uses it next. Without it no row is seen and none can be written.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from asgiref.local import Local
from django.db import connection, models, transaction

from cleanclaim.primitives import AccessDenied

SETTING = "cleanclaim.organization"

_entered = Local(thread_critical=True)  # like Django's connections: one per thread


@contextmanager
def tenant(organization_id: uuid.UUID | str) -> Iterator[None]:
    """Run the block in a transaction that sees and writes only this organization's rows.

    Everything in the block commits together, or, when it raises, not at all. Inside another
    block of the same organization it is a part of that one's transaction; inside one of
    another organization it raises ``AccessDenied``: one transaction, one organization.
    """
    organization = uuid.UUID(str(organization_id))
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = _set(str(organization))
        known = getattr(_entered, "organization", None)
        _entered.organization = organization
        try:
            yield
        finally:
            _entered.organization = known
        if not before and not is_outermost:
            # The surrounding transaction goes on: it must not keep what this block was granted.
            _set("")


def current_organization() -> uuid.UUID:
    """Return the organization whose block we are in; raises ``AccessDenied`` outside of any."""
    organization: uuid.UUID | None = getattr(_entered, "organization", None)
    if organization is None:
        raise AccessDenied(
            "No organization is set: its rows can be neither read nor written.",
            fix="Wrap the call in tenancy.tenant(organization_id).",
        )
    return organization


def _set(value: str) -> str:
    """Set the organization until the end of the transaction and return what was set before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [SETTING])
        before = cursor.fetchone()[0] or ""
        if before and value and before != value:
            raise AccessDenied(
                "This transaction belongs to another organization.",
                fix="Leave its block before entering the next.",
            )
        if before != value:
            cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, value])
    return str(before)


class TenantModel(models.Model):
    """A row that belongs to one organization.

    Every concrete model needs ``RowSecurity`` in the migration that creates it (a test looks).
    That operation also makes the unique index (organization, id), which row security and
    references between rows of one organization use; hence no index on the organization alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new row that names no organization belongs to the current one."""
        if not self.organization_id:
            self.organization_id = current_organization()
        super().save(*args, **kwargs)
