"""A person releases a clean claim: it may be sent, and its charges are booked."""

from datetime import datetime
from uuid import UUID

from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.book_charges import book_charges
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim


def release_claim(*, claim_id: UUID | str, actor: Actor, at: datetime) -> Claim:
    """Release a claim; raises ``StateError`` when it is not clean or the actor is a machine."""
    claim = locked_claim(claim_id)
    move_claim(claim=claim, event="released", actor=actor, at=at)
    book_charges(claim=claim, actor=actor, at=at)
    return claim
