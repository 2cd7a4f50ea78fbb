"""One click from a rejection to the next file: a version of its own, checked, released."""

from datetime import datetime
from uuid import UUID

from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.release_claim import release_claim
from cleanclaim.web.claims.services.scrub_claim import scrub_claim
from cleanclaim.web.denials.services.send_again import send_rejected_again
from cleanclaim.workflow import ClaimState


def resubmit_claim(*, claim_id: UUID | str, reason: str, actor: Actor, at: datetime) -> Claim:
    """Send a rejected claim again unchanged: checked anew, and released by whoever clicks when clean.

    A claim that is held now stays held, with its findings as work. A second click finds a claim that is
    not rejected any more and raises ``StateError``: nothing is sent twice.
    """
    claim = send_rejected_again(claim_id=claim_id, reason=reason, actor=actor, at=at)
    scrub_claim(claim_id=claim.pk, at=at)
    claim.refresh_from_db()
    if claim.state == ClaimState.CLEAN:
        claim = release_claim(claim_id=claim.pk, actor=actor, at=at)
    return claim
