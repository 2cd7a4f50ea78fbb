"""The doors to denials, letters and differences: those of the practices whose money a person may see."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.denials.models import DenialCase, Letter, Overpayment, Packet, Variance
from cleanclaim.web.organizations.permissions import Permission

Row = TypeVar("Row", DenialCase, Letter, Variance, Overpayment)


def cases_for(access: Access, permission: Permission = Permission.SEE_MONEY) -> QuerySet[DenialCase]:
    """Return the denial cases that the person may see (or whatever ``permission`` says)."""
    return DenialCase.objects.filter(practice__in=access.practices(permission))


def letters_for(access: Access, permission: Permission = Permission.SEE_MONEY) -> QuerySet[Letter]:
    """Return the letters that the person may see (or whatever ``permission`` says)."""
    return Letter.objects.filter(practice__in=access.practices(permission))


def variances_for(access: Access, permission: Permission = Permission.SEE_MONEY) -> QuerySet[Variance]:
    """Return the lines paid otherwise than agreed that the person may see (or whatever it says)."""
    return Variance.objects.filter(practice__in=access.practices(permission))


def overpayments_for(access: Access, permission: Permission = Permission.SEE_MONEY) -> QuerySet[Overpayment]:
    """Return the overpayments that the person may see (or whatever ``permission`` says)."""
    return Overpayment.objects.filter(practice__in=access.practices(permission))


def access_case(access: Access, case_id: UUID, permission: Permission = Permission.SEE_MONEY) -> DenialCase:
    """Return one case.

    Raises ``Http404`` when there is none or the person may not even see it, ``AccessDenied`` when they
    may see it but not do what ``permission`` says.
    """
    rows = cases_for(access).select_related(
        "claim__patient",
        "claim__encounter",
        "remittance",
        "payment",
        "version",
        "work_item__owner",
        "practice",
    )
    return _one(access, rows, case_id, permission)


def access_letter(access: Access, letter_id: UUID, permission: Permission = Permission.SEE_MONEY) -> Letter:
    """Return one letter; raises as :func:`access_case` does."""
    rows = letters_for(access).select_related("case__claim__patient", "practice")
    return _one(access, rows, letter_id, permission)


def access_packet(access: Access, packet_id: UUID) -> Packet:
    """Return one packet; raises ``Http404`` when there is none or its letter is not the person's to see."""
    rows = Packet.objects.filter(pk=packet_id, letter__in=letters_for(access)).select_related("letter")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def access_overpayment(
    access: Access, overpayment_id: UUID, permission: Permission = Permission.SEE_MONEY
) -> Overpayment:
    """Return one overpayment; raises as :func:`access_case` does."""
    rows = overpayments_for(access).select_related("claim__patient")
    return _one(access, rows, overpayment_id, permission)


def _one(access: Access, rows: QuerySet[Row], key: UUID, permission: Permission) -> Row:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    access.require(permission, found.practice_id)
    return found
