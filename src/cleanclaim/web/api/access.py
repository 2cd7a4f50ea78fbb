"""Who asks through the API: a token, as the doors of the application know people."""

from datetime import timedelta
from uuid import UUID

from cleanclaim.web.access import Access
from cleanclaim.web.api.models import ApiToken
from cleanclaim.web.api.scopes import SCOPES
from cleanclaim.web.api.tokens import digest_of, parts_of
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.clock import now_of
from cleanclaim.web.organizations.models import Organization, Practice
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.workflow import MACHINE

USED_EVERY = timedelta(minutes=1)
"""``last_used_at`` is written at most so often."""


class TokenAccess(Access, frozen=True, kw_only=True):
    """A token in its organization: its scopes' permissions in every practice, and a machine as actor."""

    token_id: UUID
    token_name: str
    scopes: frozenset[str]

    @property
    def actor(self) -> Actor:
        """Return the program as the audit trail names it."""
        return Actor(kind=MACHINE, name=f"API: {self.token_name}"[:80], user_id=str(self.token_id))

    def practices(self, permission: Permission) -> frozenset[UUID]:
        """Return all practices when a scope stands for the permission, else none."""
        held = any(SCOPES[scope] is permission for scope in self.scopes)
        return self.all_practices if held else frozenset()


def organization_of(text: str) -> UUID | None:
    """Return the organization that a token says it is for; nothing for what is no token."""
    parts = parts_of(text)
    return parts[0] if parts is not None else None


def access_by(text: str) -> TokenAccess | None:
    """Return what a token may do in the open tenant; nothing for one that is unknown, expired or revoked.

    Expiry is by the organization's own day: a demonstration's tokens live in December 2025 as it does.
    """
    parts = parts_of(text)
    if parts is None:
        return None
    organization = Organization.objects.filter(pk=parts[0]).first()
    if organization is None:
        return None
    row = (
        ApiToken.objects.select_related("made_by").filter(digest=digest_of(parts[1]), revoked_at=None).first()
    )
    now = now_of(organization)
    if row is None or row.expires_at <= now or not row.made_by.is_active:
        return None
    if row.last_used_at is None or now - row.last_used_at >= USED_EVERY:
        row.last_used_at = now
        row.save(update_fields=["last_used_at"])
    return TokenAccess(
        user=row.made_by,
        organization=organization,
        roles={},
        all_practices=frozenset(Practice.objects.filter(is_active=True).values_list("pk", flat=True)),
        at=now,
        token_id=row.pk,
        token_name=row.name,
        scopes=frozenset(scope for scope in row.scopes if scope in SCOPES),
    )
