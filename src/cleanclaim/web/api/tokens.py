"""The text of a token: whose organization it is for, and a secret; only the secret's digest is kept."""

import hashlib
import secrets
from uuid import UUID

PREFIX = "cc1"
HINT = 6


def new_token(organization_id: UUID) -> tuple[str, str, str]:
    """Return a new token with the hint and the digest that are kept of it."""
    secret = secrets.token_urlsafe(32)
    return f"{PREFIX}.{organization_id.hex}.{secret}", secret[:HINT], digest_of(secret)


def parts_of(token: str) -> tuple[UUID, str] | None:
    """Return the organization's id and the secret of a token; nothing for what is none."""
    parts = token.strip().split(".")
    if len(parts) != 3 or parts[0] != PREFIX or not 20 <= len(parts[2]) <= 100 or len(parts[1]) != 32:
        return None
    try:
        return UUID(hex=parts[1]), parts[2]
    except ValueError:
        return None


def digest_of(secret: str) -> str:
    """Return what is kept of a secret. It is random, so it needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
