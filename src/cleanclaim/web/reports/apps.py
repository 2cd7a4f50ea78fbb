"""Registration of the app with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Configuration of the reports app."""

    name = "cleanclaim.web.reports"
    label = "reports"
