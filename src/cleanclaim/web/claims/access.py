"""The door to claims: those of the practices in which the person has the permission."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.permissions import Permission


def claims_for(access: Access, permission: Permission = Permission.SEE_CLAIMS) -> QuerySet[Claim]:
    """Return the claims that the person may see (or whatever ``permission`` says)."""
    return Claim.objects.filter(practice__in=access.practices(permission))


def access_claim(access: Access, claim_id: UUID, permission: Permission = Permission.SEE_CLAIMS) -> Claim:
    """Return one claim.

    Raises ``Http404`` when there is none or the person may not even see it, ``AccessDenied`` when
    they may see it but not do what ``permission`` says.
    """
    found = claims_for(access).select_related("patient", "practice", "encounter").filter(pk=claim_id).first()
    if found is None:
        raise Http404
    access.require(permission, found.practice_id)
    return found
