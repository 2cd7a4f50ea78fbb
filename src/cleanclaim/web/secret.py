"""The key that signs sessions and forms: from the environment, else a file that only we can read."""

import os
import secrets

from cleanclaim.web.places import data_directory, private_file

VARIABLE = "CLEANCLAIM_SECRET_KEY"


def key_is_configured() -> bool:
    """Return whether the key comes from the environment, as it must for a public address."""
    return bool(os.environ.get(VARIABLE))


def read_or_make_key() -> str:
    """Return the key; without one in the environment, that of the data directory, made on first use."""
    configured = os.environ.get(VARIABLE)
    if configured:
        return configured
    return private_file(data_directory() / "secret-key", lambda: secrets.token_urlsafe(64).encode())
