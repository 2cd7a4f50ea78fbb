"""The migrations say what the models say."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command


def test_no_model_has_changed_without_its_migration(database: Path) -> None:
    found = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=found)
    assert "No changes detected" in found.getvalue()
