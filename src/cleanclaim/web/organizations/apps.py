"""The Django app."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Tenants, practices, users, memberships."""

    name = "cleanclaim.web.organizations"
    label = "organizations"
