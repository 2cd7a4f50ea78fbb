"""A person releases a claim: it may be sent, and its charges are booked."""

from datetime import datetime
from uuid import UUID

from cleanclaim.primitives import StateError
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.selectors import unanswered_findings
from cleanclaim.web.claims.services.book_charges import book_charges
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim, release_key
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import ClaimState


def release_claim(*, claim_id: UUID | str, actor: Actor, at: datetime) -> Claim:
    """Release a clean claim, or a held one all of whose blocking findings were overridden.

    Raises ``StateError`` when something still holds it, and when the actor is a machine.
    """
    claim = locked_claim(claim_id)
    if claim.state != ClaimState.HELD:
        move_claim(claim=claim, event="released", actor=actor, at=at)
        outcome = f"released by {actor.name}"
    else:
        left = unanswered_findings(claim)
        if left or not claim.version().overrides.exists():
            more = f" And {len(left) - 1} more." if len(left) > 1 else ""
            held_by = f" {left[0].message}{more}" if left else ""
            raise StateError(
                f"You cannot release the claim: it is held.{held_by}",
                where=f"claim {claim.patient_control_number}",
                fix="Correct what holds it, or have each finding overridden with a reason.",
            )
        reasons = "; ".join(
            f"{row.edit}: {row.reason}" for row in claim.version().overrides.order_by("made_at")
        )
        move_claim(claim=claim, event="released_with_override", actor=actor, at=at, detail=reasons)
        outcome = f"overridden, released by {actor.name}"
    close_items(prefix=f"held:{claim.patient_control_number}:", at=at, outcome=outcome[:200])
    book_charges(claim=claim, actor=actor, at=at)
    return claim


def list_release_with_override(claim: Claim, at: datetime) -> None:
    """List a held claim whose findings are all overridden as ready to be released."""
    open_item(
        key=release_key(claim),
        kind=WorkItem.Kind.RELEASE,
        reason="What holds it is overridden: it can be released.",
        amount=claim.charge,
        claim=claim,
        at=at,
    )
