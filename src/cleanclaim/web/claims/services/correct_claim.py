"""A person corrects a claim that has not been adjudicated: the next version, scrubbed anew."""

from datetime import datetime
from uuid import UUID

from cleanclaim import claim as engine
from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.build_claim import add_version
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim
from cleanclaim.web.patients.models import Payer
from cleanclaim.web.worklists.services.open_item import close_items


def correct_claim(
    *, claim_id: UUID | str, value: engine.Claim, reason: str, actor: Actor, at: datetime
) -> Claim:
    """Make ``value`` the next version of a draft, held, clean or rejected claim.

    Raises ``InvalidValue`` when it bears another control number, changes nothing or comes
    without a reason, ``StateError`` when the claim is on its way or adjudicated.
    """
    claim = locked_claim(claim_id)
    where = f"claim {claim.patient_control_number}"
    if value.patient_control_number != claim.patient_control_number:
        raise InvalidValue("the correction bears another patient control number.", where=where)
    if value == claim.value():
        raise InvalidValue("the correction changes nothing.", where=where)
    if not reason.strip():
        raise InvalidValue("a correction needs a reason.", where=where, fix="Say why.")
    move_claim(claim=claim, event="corrected", actor=actor, at=at, detail=reason)
    claim.payer_id = value.coverage.payer.payer_id
    for coverage in value.coverages:
        Payer.objects.get_or_create(
            payer_id=coverage.payer.payer_id,
            defaults={"name": coverage.payer.name, "filing_indicator": coverage.filing_indicator},
        )
    dates = value.service_dates
    claim.date_of_service = dates.start if dates else None
    claim.save(update_fields=["payer_id", "date_of_service"])
    add_version(claim=claim, value=value, reason=reason[:200], actor=actor, at=at)
    for kind in ("held", "rejection"):
        close_items(
            prefix=f"{kind}:{claim.patient_control_number}:", at=at, outcome=f"corrected by {actor.name}"
        )
    return claim
