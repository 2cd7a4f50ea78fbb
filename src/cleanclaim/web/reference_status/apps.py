"""The application's name for Django."""

from django.apps import AppConfig


class ReferenceStatusConfig(AppConfig):
    """Which reference data are loaded."""

    name = "cleanclaim.web.reference_status"
    label = "reference_status"
