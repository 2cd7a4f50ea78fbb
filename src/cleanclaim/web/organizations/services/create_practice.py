"""A new practice of the current organization."""

from datetime import datetime

from cleanclaim.primitives import NPI, TIN
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.tenancy import current_organization


def create_practice(
    *, name: str, npi: NPI, tin: TIN, actor: Actor, at: datetime, taxonomy: str = ""
) -> Practice:
    """Create a practice in the current organization; call it inside ``tenant()``."""
    practice = Practice.objects.create(
        organization_id=current_organization(),
        name=name,
        npi=npi.value,
        tin=tin.value,
        tin_kind=tin.kind,
        taxonomy=taxonomy,
    )
    record(actor=actor, action="practice.created", subject=practice, at=at)
    return practice
