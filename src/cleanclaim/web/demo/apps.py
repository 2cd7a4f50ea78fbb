"""The application's name for Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration practice."""

    name = "cleanclaim.web.demo"
    label = "demo"
