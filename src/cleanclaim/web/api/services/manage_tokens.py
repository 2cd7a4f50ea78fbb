"""Give a program access to the API, and take it away."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.api.models import ApiToken
from cleanclaim.web.api.scopes import SCOPES
from cleanclaim.web.api.tokens import new_token
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.organizations.models import User
from cleanclaim.web.tenancy import current_organization

MOST_DAYS = 366


def make_token(
    *, name: str, scopes: Sequence[str], days: int, user: User, actor: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Return the token's row and its text, which is shown once and kept nowhere.

    Raises ``InvalidValue`` without a name or with one in use, for no or unknown scopes, and for a
    life of more than a year.
    """
    said = " ".join(name.split())
    if not said or len(said) > 80 or not said.isprintable():
        raise InvalidValue("a token needs a name: which program it is for.", where="Name")
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not scopes:
        raise InvalidValue(
            "a token needs scopes, of those listed.", where="Scopes", fix="Tick what it may do."
        )
    if not 1 <= days <= MOST_DAYS:
        raise InvalidValue(f"a token lives 1 to {MOST_DAYS} days.", where="Days")
    if ApiToken.objects.filter(name=said, revoked_at=None).exists():
        raise InvalidValue(
            "there is a token of that name.", where="Name", fix="Revoke it first, or use another name."
        )
    text, hint, digest = new_token(current_organization())
    row = ApiToken.objects.create(
        name=said,
        hint=hint,
        digest=digest,
        scopes=sorted(set(scopes)),
        made_by=user,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    record(actor=actor, action="token.made", subject=row, at=at, details={"scopes": row.scopes, "days": days})
    return row, text


def revoke_token(*, token: ApiToken, actor: Actor, at: datetime) -> None:
    """Take a token's access away; for good."""
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(actor=actor, action="token.revoked", subject=token, at=at)
