"""Registration of the app with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Configuration of the API."""

    name = "cleanclaim.web.api"
    label = "api"
