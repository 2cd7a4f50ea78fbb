"""The door to patients' payments: with the patients, for who may see money."""

from uuid import UUID

from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.accounting.models import PatientPayment
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.access import patients_for


def access_payment(
    access: Access, payment_id: UUID, permission: Permission = Permission.SEE_MONEY
) -> PatientPayment:
    """Return one payment; raises ``Http404`` when there is none or the person may not see its patient."""
    access.require(permission)
    found = PatientPayment.objects.select_related("patient", "entry").filter(
        pk=payment_id, patient__in=patients_for(access, permission)
    )
    row = found.first()
    if row is None:
        raise Http404
    return row
