"""A new tenant."""

import uuid
from datetime import datetime

from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.organizations.models import Organization, Usage
from cleanclaim.web.tenancy import tenant


def create_organization(
    *,
    name: str,
    actor: Actor,
    at: datetime,
    organization_id: uuid.UUID | None = None,
    submitter_id: str = "",
    phone: str = "",
    usage_indicator: Usage = Usage.TEST,
) -> Organization:
    """Create an organization in its own tenant, with the audit event that says so.

    ``submitter_id`` and ``phone`` go into what it submits; ``usage_indicator`` says whether that
    is for production. An ``organization_id`` that is taken raises ``IntegrityError``.
    """
    key = organization_id or uuid.uuid4()
    with tenant(key):
        organization = Organization.objects.create(
            id=key, name=name, submitter_id=submitter_id, phone=phone, usage_indicator=usage_indicator
        )
        record(actor=actor, action="organization.created", subject=organization, at=at)
    return organization
