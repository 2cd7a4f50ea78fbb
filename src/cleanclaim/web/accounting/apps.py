"""Registration of the app with Django."""

from django.apps import AppConfig


class AccountingConfig(AppConfig):
    """Configuration of the accounting app."""

    name = "cleanclaim.web.accounting"
    label = "accounting"
