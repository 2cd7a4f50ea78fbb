"""The door to remittances: a check is seen whole or not at all."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from cleanclaim.primitives import AccessDenied
from cleanclaim.web.access import Access
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.models import ClaimPayment, ProviderAdjustment, Remittance


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
    """Return one remittance.

    Raises ``Http404`` when there is none or the person may not see it, ``AccessDenied`` when they may
    see it but not do what ``permission`` says in every practice that it pays.
    """
    found = remittances_for(access).filter(pk=remittance_id).first()
    if found is None:
        raise Http404
    if permission is not Permission.SEE_MONEY:
        access.require(permission)
        if not remittances_for(access, permission).filter(pk=remittance_id).exists():
            raise AccessDenied(
                f"Your role does not let you {permission.value} in every practice that this remittance pays.",
                fix="Ask somebody who may in all of them.",
            )
    return found


def access_claim_payment(
    access: Access, claim_payment_id: UUID, permission: Permission = Permission.SEE_MONEY
) -> ClaimPayment:
    """Return one claim payment of a remittance that the person may see; raises likewise."""
    found = ClaimPayment.objects.select_related("remittance", "claim__patient", "entry").filter(
        pk=claim_payment_id
    )
    row = found.first()
    if row is None:
        raise Http404
    access_remittance(access, row.remittance_id, permission)
    return row


def access_adjustment(
    access: Access, adjustment_id: UUID, permission: Permission = Permission.SEE_MONEY
) -> ProviderAdjustment:
    """Return one provider adjustment of a remittance that the person may see; raises likewise."""
    row = ProviderAdjustment.objects.select_related("remittance").filter(pk=adjustment_id).first()
    if row is None:
        raise Http404
    access_remittance(access, row.remittance_id, permission)
    return row
