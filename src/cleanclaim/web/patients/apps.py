"""Registration of the app with Django."""

from django.apps import AppConfig


class PatientsConfig(AppConfig):
    """Configuration of the patients app."""

    name = "cleanclaim.web.patients"
    label = "patients"
