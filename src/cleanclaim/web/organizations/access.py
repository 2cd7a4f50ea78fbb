"""The door to colleagues: who has, or had, a role in the practices whose users the person manages."""

from uuid import UUID

from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.organizations.models import Practice, User
from cleanclaim.web.organizations.permissions import Permission


def access_user(access: Access, user_id: UUID) -> User:
    """Return a colleague; raises ``Http404`` for people who never worked in the person's practices."""
    practices = access.practices(Permission.MANAGE_USERS)
    found = User.objects.filter(pk=user_id, memberships__practice__in=practices).first()
    if found is None:
        raise Http404
    return found


def managed_practices(access: Access) -> list[Practice]:
    """Return the practices whose users the person manages, by name."""
    return list(Practice.objects.filter(pk__in=access.practices(Permission.MANAGE_USERS)).order_by("name"))
