"""The same patient's other claims, as context for the edits."""

from django.db.models import F

from cleanclaim.claim import Claim as EngineClaim, decode_claim
from cleanclaim.web.claims.models import Claim, ClaimVersion
from cleanclaim.workflow import ClaimState

_NOT_WITH_PAYER = (ClaimState.DRAFT, ClaimState.HELD, ClaimState.CLEAN, ClaimState.REJECTED)
_MOST = 200


def earlier_claims_of(claim: Claim) -> tuple[EngineClaim, ...]:
    """Return what other claims of the patient a payer has, or is about to get, the latest first.

    Claims that wait for a person and those that were refused at the front end are not with any
    payer. At most 200: what bears on a claim (duplicates, pairs and units of the day, days after
    a surgery, three years of visits) is found among them in any practice.
    """
    versions = (
        ClaimVersion.objects.filter(claim__patient_id=claim.patient_id, number=F("claim__current_version"))
        .exclude(claim_id=claim.pk)
        .exclude(claim__state__in=_NOT_WITH_PAYER)
        .order_by(F("claim__date_of_service").desc(nulls_last=True), "claim_id")
    )
    return tuple(decode_claim(version.document) for version in versions[:_MOST])
