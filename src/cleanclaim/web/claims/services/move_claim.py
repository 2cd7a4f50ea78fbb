"""Move a claim along its lifecycle, with an entry on its timeline."""

from datetime import datetime
from uuid import UUID

from cleanclaim.primitives import StateError
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import Claim, ClaimEvent
from cleanclaim.web.claims.services.refused_moves import refused_move
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import CLAIM, PERSON, ClaimState


def locked_claim(claim_id: UUID | str) -> Claim:
    """Return the row, locked until the end of the transaction."""
    return Claim.objects.select_for_update().get(pk=claim_id)


def move_claim(*, claim: Claim, event: str, actor: Actor, at: datetime, detail: str = "") -> None:
    """Make one move on a locked claim; raises ``StateError`` when the table does not allow it."""
    source = claim.state
    try:
        claim.state = CLAIM.after(source, event, actor.kind)
    except StateError:
        told = refused_move(claim, event) if actor.kind == PERSON else None
        if told is None:
            raise
        raise told from None
    claim.save(update_fields=["state"])
    ClaimEvent.objects.create(
        claim=claim,
        position=claim.events.count() + 1,
        event=event,
        source=source,
        target=claim.state,
        actor_kind=actor.kind,
        actor_name=actor.name,
        at=at,
        detail=detail[:400],
    )
    record(actor=actor, action=f"claim.{event}", subject=claim, at=at)
    if source in (ClaimState.CLEAN, ClaimState.HELD):
        close_items(prefix=release_key(claim), at=at, outcome=f"{event.replace('_', ' ')} by {actor.name}")
    if claim.state == ClaimState.CLEAN:
        open_item(
            key=release_key(claim),
            kind=WorkItem.Kind.RELEASE,
            reason="Nothing blocks it: it can be released.",
            amount=claim.charge,
            claim=claim,
            at=at,
        )


def release_key(claim: Claim) -> str:
    """Return the key of the work to release a claim."""
    return f"release:{claim.patient_control_number}:"
