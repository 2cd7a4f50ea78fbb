"""A person takes back a release before the claim is in a file."""

from datetime import datetime
from uuid import UUID

from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim


def recall_claim(*, claim_id: UUID | str, reason: str, actor: Actor, at: datetime) -> Claim:
    """Make a released claim a draft again; raises ``StateError`` once it is in a file.

    Its charges stay booked: the next release books what changed.
    """
    claim = locked_claim(claim_id)
    move_claim(claim=claim, event="recalled", actor=actor, at=at, detail=reason)
    return claim
