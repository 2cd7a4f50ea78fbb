"""The door to remittances: a check is seen whole or not at all."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.models import ClaimPayment, Remittance


def remittances_for(access: Access, permission: Permission = Permission.SEE_MONEY) -> QuerySet[Remittance]:
    """Return the remittances that pay nothing of a practice whose money the person may not see."""
    access.require(permission)
    others = ClaimPayment.objects.filter(remittance=OuterRef("pk"), claim__isnull=False).exclude(
        claim__practice__in=access.practices(permission)
    )
    return Remittance.objects.exclude(Exists(others))


def access_remittance(
    access: Access, remittance_id: UUID, permission: Permission = Permission.SEE_MONEY
) -> Remittance:
    """Return one remittance; raises ``Http404`` when there is none or the person may not see it."""
    found = remittances_for(access).filter(pk=remittance_id).first()
    if found is None:
        raise Http404
    access.require(permission)
    return found
