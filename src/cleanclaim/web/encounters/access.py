"""The door to encounters, their notes, codes and queries."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.encounters.models import CodeAssignment, Encounter, ProviderQuery
from cleanclaim.web.organizations.permissions import Permission


def encounters_for(access: Access, permission: Permission = Permission.SEE_NOTES) -> QuerySet[Encounter]:
    """Return the encounters that the person may see (or whatever ``permission`` says)."""
    return Encounter.objects.filter(practice__in=access.practices(permission))


def access_encounter(
    access: Access, encounter_id: UUID, permission: Permission = Permission.SEE_NOTES
) -> Encounter:
    """Return one encounter.

    Raises ``Http404`` when there is none or the person may not even see it, ``AccessDenied`` when
    they may see it but not do what ``permission`` says.
    """
    found = encounters_for(access).select_related("patient", "practice").filter(pk=encounter_id).first()
    if found is None:
        raise Http404
    access.require(permission, found.practice_id)
    return found


def access_code(
    access: Access, encounter_id: UUID, code_id: UUID, permission: Permission = Permission.CODE
) -> CodeAssignment:
    """Return one code of one encounter; raises as :func:`access_encounter` does."""
    encounter = access_encounter(access, encounter_id, permission)
    found = encounter.codes.filter(pk=code_id).first()
    if found is None:
        raise Http404
    return found


def queries_for(access: Access, permission: Permission = Permission.SEE_NOTES) -> QuerySet[ProviderQuery]:
    """Return the questions about encounters that the person may see (or whatever ``permission`` says)."""
    return ProviderQuery.objects.filter(encounter__practice__in=access.practices(permission))


def access_query(
    access: Access, query_id: UUID, permission: Permission = Permission.SEE_NOTES
) -> ProviderQuery:
    """Return one question; raises as :func:`access_encounter` does."""
    found = queries_for(access).select_related("encounter__patient", "source").filter(pk=query_id).first()
    if found is None:
        raise Http404
    access.require(permission, found.encounter.practice_id)
    return found
