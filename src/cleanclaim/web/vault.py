"""Encryption at rest of stored raw files and notes, with keys from the environment.

``CLEANCLAIM_KEYS`` holds one or more Fernet keys separated by commas, newest first; old ones
still open what they sealed. Without it a key file of mode 0600 is made in the data directory
on first use: good for the demo and a single machine, kept out of backups.
"""

import hashlib
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
    keys = configured or _key_file(data_directory() / "keys" / "vault.key")
    _require_known(keys, _fingerprint_file())
    return _box_of(keys)


@lru_cache(maxsize=4)
def _box_of(keys: str) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in _split(keys)])
    except ValueError:
        raise ConfigurationError(
            "a key in CLEANCLAIM_KEYS is not 32 bytes in URL-safe base64.",
            fix="Make one with cryptography.fernet.Fernet.generate_key().",
        ) from None


def _split(keys: str) -> list[str]:
    return [key.strip() for key in keys.split(",") if key.strip()]


def _fingerprint_file() -> Path:
    return data_directory() / "vault-fingerprint"


@lru_cache(maxsize=4)
def _require_known(keys: str, file: Path) -> None:
    """Raise when what was sealed so far was sealed with a key that is not among these.

    The fingerprint of the newest key stands beside the data. Without this look a lost key file
    would be made anew in silence, and new notes be sealed with it.
    """
    prints = [hashlib.sha256(key.encode()).hexdigest()[:16] for key in _split(keys)]
    if not prints:
        raise ConfigurationError("CLEANCLAIM_KEYS holds no key.", fix="Set it, or unset it altogether.")
    known = private_file(file, prints[0].encode)
    if known not in prints:
        raise ConfigurationError(
            "the keys that are configured are not those with which the stored content was sealed.",
            fix="Set CLEANCLAIM_KEYS to the old key after the new one, or put the key file back.",
        )
    if known != prints[0]:
        new = file.with_suffix(".new")
        new.write_text(prints[0])
        new.replace(file)


@lru_cache(maxsize=4)
def _key_file(path: Path) -> str:
    if not path.exists() and _fingerprint_file().exists():
        raise ConfigurationError(
            f"the key file {path} is missing.",
            fix="Put it back, or set CLEANCLAIM_KEYS; without the key the stored content cannot be read.",
        )
    return private_file(path, Fernet.generate_key)
