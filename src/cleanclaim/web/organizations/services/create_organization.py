"""A new tenant."""

import uuid
from datetime import datetime

from django.db import IntegrityError

from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.organizations.entry import entered_name, entered_phone, entered_submitter_id
from cleanclaim.web.organizations.models import Organization, Usage
from cleanclaim.web.organizations.services.change_organization import refuse_taken_submitter_id
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

    ``submitter_id`` and ``phone`` go into what it submits (without them it cannot submit yet);
    ``usage_indicator`` says whether that is for production. Raises ``InvalidValue`` for a name,
    submitter id or telephone that cannot be one, and for a submitter id that another
    organization has. An ``organization_id`` that is taken raises ``IntegrityError``.
    """
    key = organization_id or uuid.uuid4()
    values = {
        "name": entered_name(name, of="organization"),
        "submitter_id": entered_submitter_id(submitter_id) if submitter_id else "",
        "phone": entered_phone(phone) if phone else "",
    }
    try:
        with tenant(key):
            organization = Organization.objects.create(id=key, usage_indicator=usage_indicator, **values)
            record(actor=actor, action="organization.created", subject=organization, at=at)
    except IntegrityError as error:
        refuse_taken_submitter_id(error)
        raise
    return organization
