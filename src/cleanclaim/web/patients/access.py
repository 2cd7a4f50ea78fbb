"""The door to patients: those who were seen, or are billed, in the person's practices."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.models import Patient


def patients_for(access: Access, permission: Permission = Permission.SEE_PATIENTS) -> QuerySet[Patient]:
    """Return the patients that the person may see (or whatever ``permission`` says)."""
    if access.may_everywhere(permission):
        return Patient.objects.all()
    practices = access.practices(permission)
    seen = Encounter.objects.filter(patient=OuterRef("pk"), practice__in=practices)
    billed = Claim.objects.filter(patient=OuterRef("pk"), practice__in=practices)
    return Patient.objects.filter(Q(Exists(seen)) | Q(Exists(billed)))


def access_patient(
    access: Access, patient_id: UUID, permission: Permission = Permission.SEE_PATIENTS
) -> Patient:
    """Return one patient; raises ``Http404`` when there is none or the person may not see them."""
    access.require(permission)
    found = patients_for(access, permission).filter(pk=patient_id).first()
    if found is None:
        raise Http404
    return found
