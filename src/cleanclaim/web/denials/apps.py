"""Registration of the app with Django."""

from django.apps import AppConfig


class DenialsConfig(AppConfig):
    """Configuration of the denials app."""

    name = "cleanclaim.web.denials"
    label = "denials"
