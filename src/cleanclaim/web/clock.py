"""The one place that asks the clock on behalf of an organization.

A real organization lives by the clock. A demonstration lives on a stored day ("practice today"),
so that its dates fall into code sets and parameters that are at hand; only the time of day is
the clock's.
"""

import uuid
from datetime import UTC, date, datetime

from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant


def now_of(organization: Organization) -> datetime:
    """Return the moment it is for an organization, in UTC."""
    real = datetime.now(UTC)
    if organization.practice_today is None:
        return real
    return datetime.combine(organization.practice_today, real.timetz())


def today_of(organization: Organization) -> date:
    """Return the day it is for an organization."""
    return now_of(organization).date()


def now_in(organization_id: uuid.UUID | str) -> datetime:
    """Return the moment it is for the organization of that id."""
    with tenant(organization_id):
        return now_of(Organization.objects.get(pk=organization_id))
