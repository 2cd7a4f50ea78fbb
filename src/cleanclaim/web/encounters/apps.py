"""Registration of the app with Django."""

from django.apps import AppConfig


class EncountersConfig(AppConfig):
    """Configuration of the encounters app."""

    name = "cleanclaim.web.encounters"
    label = "encounters"
