"""The application's name for Django."""

from django.apps import AppConfig


class SigningInConfig(AppConfig):
    """Signing in."""

    name = "cleanclaim.web.signing_in"
    label = "signing_in"
