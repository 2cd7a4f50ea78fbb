"""Claim payments that wait for a person, and the claims that each may answer."""

from collections.abc import Iterable

import msgspec
from django.db.models import Q, QuerySet

from cleanclaim.posting import Candidate, candidates
from cleanclaim.remittance import ClaimPayment as EnginePayment
from cleanclaim.web.access import Access
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.models import Coverage
from cleanclaim.web.patients.selectors import find_patients
from cleanclaim.web.remits.access import remittances_for
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.remits.services.find_claims import BEFORE_THE_PAYER, OurClaim, our_claims

MOST = 60
"""Claims looked at for each thing that may point to them (name, member, charge, number)."""


class Proposal(msgspec.Struct, frozen=True):
    """A claim that a payment may answer: our row and value, the points, what speaks for and against."""

    ours: OurClaim
    found: Candidate


def unmatched_for(access: Access, permission: Permission = Permission.SEE_MONEY) -> QuerySet[ClaimPayment]:
    """Return the claim payments that wait for a person, of remittances that they may see."""
    return (
        ClaimPayment.objects.filter(claim=None, matched_by="", remittance__state=Remittance.State.POSTED)
        .filter(remittance__in=remittances_for(access, permission))
        .select_related("remittance")
    )


def proposals_for(access: Access, payment: EnginePayment) -> list[Proposal]:
    """Return the claims that a payment may answer, best first, out of those that the person may see."""
    seen = claims_for(access, Permission.SEE_MONEY).exclude(state__in=BEFORE_THE_PAYER)
    rows = {row.pk: row for pool in _pools(seen, payment) for row in pool.select_related("patient")[:MOST]}
    ours = {str(each.row.pk): each for each in our_claims(list(rows.values()))}
    found = candidates(payment, [each.known for each in ours.values()])
    return [Proposal(ours[each.claim.key], each) for each in found]


def _pools(seen: QuerySet[Claim], payment: EnginePayment) -> Iterable[QuerySet[Claim]]:
    """Yield the claims to look at: each pool by an index, the latest first."""
    latest = seen.order_by("-date_of_service", "pk")
    number = payment.patient_control_number
    if number:
        yield seen.filter(patient_control_number=number)
    if len(number) >= 6:
        stripped = number.lstrip("0")
        yield latest.filter(
            Q(patient_control_number__in=[stripped, number.upper(), number.lower()])
            | Q(patient_control_number__gte=stripped, patient_control_number__lt=f"{stripped}\uffff")
        )
    if payment.payer_claim_control_number:
        yield latest.filter(payer_claim_control_number=payment.payer_claim_control_number)
    if payment.member_id:
        yield latest.filter(
            patient__in=Coverage.objects.filter(member_id=payment.member_id).values("patient")
        )
    for name in {payment.patient_last_name, payment.patient_first_name} - {""}:
        patients = find_patients(last_name=name).order_by().values("pk")[:MOST]
        yield latest.filter(patient__in=list(patients.values_list("pk", flat=True)))
    days = payment.statement or next((line.dates for line in payment.lines if line.dates), None)
    if days is not None:
        near = latest.filter(date_of_service__gte=days.start, date_of_service__lte=days.end)
        yield near.filter(charge=abs(payment.charge))
