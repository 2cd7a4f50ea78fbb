"""Encryption at rest of stored raw files and notes, with keys from the environment.

``CLEANCLAIM_KEYS`` holds one or more Fernet keys separated by commas, newest first; old ones
still open what they sealed. Without it a key file of mode 0600 is made in the data directory
on first use: good for the demo and a single machine, kept out of backups.
"""

import os
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from cleanclaim.primitives import ConfigurationError
from cleanclaim.web.places import data_directory, private_file


def seal(content: bytes) -> bytes:
    """Return the content encrypted and authenticated with the newest key."""
    return _box().encrypt(content)


def open_sealed(sealed: bytes) -> bytes:
    """Return what was sealed; raises ``ConfigurationError`` when no key of ours opens it."""
    try:
        return _box().decrypt(sealed)
    except InvalidToken:
        raise ConfigurationError(
            "stored content cannot be decrypted with the keys that are configured.",
            fix="Set CLEANCLAIM_KEYS to the keys that were in use when it was stored.",
        ) from None


def _box() -> MultiFernet:
    configured = os.environ.get("CLEANCLAIM_KEYS", "")
    return _box_of(configured or _key_file(data_directory() / "keys" / "vault.key"))


@lru_cache(maxsize=4)
def _box_of(keys: str) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key.strip()) for key in keys.split(",") if key.strip()])
    except ValueError:
        raise ConfigurationError(
            "a key in CLEANCLAIM_KEYS is not 32 bytes in URL-safe base64.",
            fix="Make one with cryptography.fernet.Fernet.generate_key().",
        ) from None


@lru_cache(maxsize=4)
def _key_file(path: Path) -> str:
    return private_file(path, Fernet.generate_key)
