"""A new practice of the current organization."""

from datetime import datetime

from django.db import IntegrityError, transaction

from cleanclaim.primitives import NPI, TIN, InvalidValue
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.database.refusals import rule_broken
from cleanclaim.web.organizations.entry import entered_name
from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.tenancy import current_organization


def create_practice(
    *, name: str, npi: NPI, tin: TIN, actor: Actor, at: datetime, taxonomy: str = ""
) -> Practice:
    """Create a practice in the current organization; call it inside ``tenant()``.

    Raises ``InvalidValue`` for a name that cannot be one, and when the organization has a
    practice that bills with the same NPI and taxpayer number.
    """
    entered = entered_name(name, of="practice")
    try:
        with transaction.atomic():  # so that the surrounding transaction outlives a refusal
            practice = Practice.objects.create(
                organization_id=current_organization(),
                name=entered,
                npi=npi.value,
                tin=tin.value,
                tin_kind=tin.kind,
                taxonomy=taxonomy,
            )
    except IntegrityError as error:
        if rule_broken(error) != "practice_bills_once":
            raise
        raise InvalidValue(
            f"there is a practice already that bills with NPI {npi.value} and that taxpayer number.",
            fix="Use it; a practice is made once.",
        ) from None
    record(actor=actor, action="practice.created", subject=practice, at=at)
    return practice
