"""Django, made ready once, for commands, workers and tests."""

import os


def setup() -> None:
    """Make Django ready to use; nothing connects to a database yet. Calling it twice does no harm."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cleanclaim.web.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
