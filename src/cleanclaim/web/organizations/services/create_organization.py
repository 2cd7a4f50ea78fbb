"""A new tenant."""

import uuid
from datetime import datetime

from cleanclaim.web.audit.actor import Actor
from cleanclaim.web.audit.services import record
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant


def create_organization(
    *, name: str, actor: Actor, at: datetime, organization_id: uuid.UUID | None = None
) -> Organization:
    """Create an organization in its own tenant, with the audit event that says so."""
    key = organization_id or uuid.uuid4()
    with tenant(key):
        organization = Organization.objects.create(id=key, name=name)
        record(actor=actor, action="organization.created", object_type="organization", object_id=key, at=at)
    return organization
