"""The application's name for Django."""

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    """How screens look and behave."""

    name = "cleanclaim.web.interface"
    label = "interface"
