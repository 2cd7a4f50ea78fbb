"""Registration of the app with Django."""

from django.apps import AppConfig


class RemitsConfig(AppConfig):
    """Configuration of the remits app."""

    name = "cleanclaim.web.remits"
    label = "remits"
