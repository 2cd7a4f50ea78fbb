"""The door to patients' payments: with the patients, for who may see money."""

from uuid import UUID

from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.accounting.models import MoneyDecision, PatientPayment, PaymentPlan
from cleanclaim.web.claims.access import claims_for
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


def access_decision(
    access: Access, decision_id: UUID, permission: Permission = Permission.SEE_MONEY
) -> MoneyDecision:
    """Return one decision about money; raises ``Http404`` as :func:`access_payment`.

    One about a payer's credit is the organization's: it takes the permission in every practice.
    """
    access.require(permission)
    row = MoneyDecision.objects.select_related("claim", "patient", "entry").filter(pk=decision_id).first()
    if row is None:
        raise Http404
    if row.claim_id is not None:
        mine = claims_for(access, permission).filter(pk=row.claim_id).exists()
    elif row.patient_id is not None:
        mine = patients_for(access, permission).filter(pk=row.patient_id).exists()
    else:
        mine = access.may_everywhere(permission)
    if not mine:
        raise Http404
    return row


def access_plan(access: Access, plan_id: UUID, permission: Permission = Permission.SEE_MONEY) -> PaymentPlan:
    """Return one payment plan, with its patient; raises ``Http404`` likewise."""
    access.require(permission)
    row = (
        PaymentPlan.objects.select_related("patient")
        .filter(pk=plan_id, patient__in=patients_for(access, permission))
        .first()
    )
    if row is None:
        raise Http404
    return row
