"""Reading organizations from outside of any tenant: ids, nothing else."""

import uuid

from django.db import connection


def organization_ids() -> list[uuid.UUID]:
    """Return the ids of all organizations, for workers that go through them one by one.

    The database function behind it runs as the owner and returns ids only; every row of an
    organization still needs ``tenant()``.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cleanclaim_organization_ids() AS id ORDER BY id")
        return [row[0] for row in cursor.fetchall()]
