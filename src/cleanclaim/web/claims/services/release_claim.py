"""A person releases a clean claim: it may be sent, and its charges are booked."""

from datetime import datetime
from uuid import UUID

from cleanclaim.posting import post_charges
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim


def release_claim(*, claim_id: UUID | str, actor: Actor, at: datetime) -> Claim:
    """Release a claim; raises ``StateError`` when it is not clean or the actor is a machine."""
    claim = locked_claim(claim_id)
    move_claim(claim=claim, event="released", actor=actor, at=at)
    charges = [line.charge for line in claim.value().lines if line.charge is not None]
    if any(charges):
        entry = post_charges(
            patient_control_number=claim.patient_control_number,
            payer=claim.payer_id,
            patient=claim.patient.number,
            on=at.date(),
            charges=charges,
        )
        book_entries(entries=(entry,), actor=actor, at=at)
    return claim
