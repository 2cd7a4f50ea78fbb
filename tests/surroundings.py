"""The environment of commands that tests start: this machine's, without what other tests have set."""

import os
from pathlib import Path


def surroundings(data_directory: Path) -> dict[str, str]:
    """Return the environment for a command that works in a data directory of its own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("CLEANCLAIM_", "DJANGO_"))
    }
    return {**kept, "CLEANCLAIM_DATA": str(data_directory)}
