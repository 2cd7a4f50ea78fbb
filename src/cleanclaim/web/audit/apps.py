"""The Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "cleanclaim.web.audit"
    label = "audit"
