"""Registration of the app with Django."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Configuration of the claims app."""

    name = "cleanclaim.web.claims"
    label = "claims"
