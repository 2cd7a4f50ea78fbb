"""What changes organizations, practices and memberships."""

from cleanclaim.web.organizations.services.change_organization import change_organization
from cleanclaim.web.organizations.services.create_organization import create_organization
from cleanclaim.web.organizations.services.create_practice import create_practice

__all__ = ["change_organization", "create_organization", "create_practice"]
