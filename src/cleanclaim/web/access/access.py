"""Who asks and what they may do, in one organization."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from django.db import models

from cleanclaim.primitives import AccessDenied
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.clock import now_of
from cleanclaim.web.organizations.models import Membership, Organization, Practice, Role, User
from cleanclaim.web.organizations.permissions import MATRIX, Permission
from cleanclaim.workflow import PERSON


class Access(msgspec.Struct, frozen=True):
    """One person in one organization, for one request; ``roles`` are by practice.

    ``all_practices`` are the organization's, whether the person has a role there or not.
    ``at`` is the organization's now: the clock's, or a demonstration's.
    """

    user: User
    organization: Organization
    roles: Mapping[UUID, frozenset[Role]]
    all_practices: frozenset[UUID]
    at: datetime

    @property
    def actor(self) -> Actor:
        """Return the person as the audit trail names them."""
        name = self.user.display_name or self.user.username
        return Actor(kind=PERSON, name=name[:80], user_id=str(self.user.pk))

    def practices(self, permission: Permission) -> frozenset[UUID]:
        """Return the practices in which the person has a permission."""
        return frozenset(
            practice
            for practice, roles in self.roles.items()
            if any(permission in MATRIX[role] for role in roles)
        )

    def may(self, permission: Permission, practice_id: UUID | None = None) -> bool:
        """Return whether the person has a permission in a practice, or, without one, in any."""
        practices = self.practices(permission)
        return bool(practices) if practice_id is None else practice_id in practices

    def may_everywhere(self, permission: Permission) -> bool:
        """Return whether the person has a permission in all practices of the organization."""
        return bool(self.all_practices) and self.practices(permission) >= self.all_practices

    def require(self, permission: Permission, practice_id: UUID | None = None) -> None:
        """Raise ``AccessDenied`` when the person has no such permission (there)."""
        if not self.may(permission, practice_id):
            raise AccessDenied(
                f"Your role does not let you {permission.value}.",
                fix="Ask an administrator of your practice, or sign in as somebody who may.",
            )

    def practice_names(self) -> dict[UUID, str]:
        """Return the names of the practices in which the person has a role, by id."""
        return dict(
            Practice.objects.filter(pk__in=list(self.roles)).order_by("name").values_list("pk", "name")
        )

    def record(self, action: str, subject: models.Model, details: Mapping[str, object] | None = None) -> None:
        """Write into the audit trail that the person did or saw something."""
        record(actor=self.actor, action=action, subject=subject, at=self.at, details=details)


def access_of(user: User, organization_id: UUID) -> Access:
    """Return what a user may do in the open tenant, which must be ``organization_id``'s."""
    organization = Organization.objects.get(pk=organization_id)
    roles: dict[UUID, set[Role]] = {}
    for practice_id, role in Membership.objects.filter(
        user=user, is_active=True, practice__is_active=True
    ).values_list("practice_id", "role"):
        roles.setdefault(practice_id, set()).add(Role(role))
    return Access(
        user=user,
        organization=organization,
        roles={practice: frozenset(found) for practice, found in roles.items()},
        all_practices=frozenset(Practice.objects.filter(is_active=True).values_list("pk", flat=True)),
        at=now_of(organization),
    )
