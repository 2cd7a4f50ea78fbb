"""Change what the current organization is called, or how it submits."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.database.refusals import rule_broken
from cleanclaim.web.organizations.entry import entered_name, entered_phone, entered_submitter_id
from cleanclaim.web.organizations.models import Organization, Usage
from cleanclaim.web.tenancy import current_organization


def change_organization(
    *,
    actor: Actor,
    at: datetime,
    name: str | None = None,
    submitter_id: str | None = None,
    phone: str | None = None,
    usage_indicator: Usage | None = None,
) -> Organization:
    """Change what is given of the current organization; call it inside ``tenant()``.

    Files that were written keep what stood in them. Raises ``InvalidValue`` for a value that
    cannot be one, a submitter id that another organization has, or when nothing changes.
    """
    organization = Organization.objects.select_for_update().get(pk=current_organization())
    wanted: dict[str, str] = {}
    if name is not None:
        wanted["name"] = entered_name(name, of="organization")
    if submitter_id is not None:
        wanted["submitter_id"] = entered_submitter_id(submitter_id)
    if phone is not None:
        wanted["phone"] = entered_phone(phone)
    if usage_indicator is not None:
        wanted["usage_indicator"] = usage_indicator.value
    changed = sorted(field for field, value in wanted.items() if getattr(organization, field) != value)
    if not changed:
        raise InvalidValue("that changes nothing of the organization.")
    for field in changed:
        setattr(organization, field, wanted[field])
    try:
        with transaction.atomic():  # so that the surrounding transaction outlives a refusal
            organization.save(update_fields=changed)
    except IntegrityError as error:
        refuse_taken_submitter_id(error)
        raise
    details = {"fields": changed}
    record(actor=actor, action="organization.changed", subject=organization, at=at, details=details)
    return organization


def refuse_taken_submitter_id(error: IntegrityError) -> None:
    """Raise ``InvalidValue`` when the refusal means that another organization has the submitter id."""
    if rule_broken(error) == "submitter_id_once":
        raise InvalidValue(
            "another organization here has that submitter id: answers to the two could not be told apart.",
            fix="Enter the id that was assigned to this organization.",
        ) from None
