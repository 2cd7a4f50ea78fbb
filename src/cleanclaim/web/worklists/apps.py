"""Registration of the app with Django."""

from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    """Configuration of the worklists app."""

    name = "cleanclaim.web.worklists"
    label = "worklists"
