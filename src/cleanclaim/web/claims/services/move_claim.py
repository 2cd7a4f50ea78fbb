"""Move a claim along its lifecycle, with an entry on its timeline."""

from datetime import datetime
from uuid import UUID

from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import Claim, ClaimEvent
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import CLAIM, ClaimState


def locked_claim(claim_id: UUID | str) -> Claim:
    """Return the row, locked until the end of the transaction."""
    return Claim.objects.select_for_update().get(pk=claim_id)


def move_claim(*, claim: Claim, event: str, actor: Actor, at: datetime, detail: str = "") -> None:
    """Make one move on a locked claim; raises ``StateError`` when the table does not allow it."""
    source = claim.state
    claim.state = CLAIM.after(source, event, actor.kind)
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
    if source == ClaimState.CLEAN:
        close_items(prefix=_release_key(claim), at=at, outcome=f"{event.replace('_', ' ')} by {actor.name}")
    if claim.state == ClaimState.CLEAN:
        open_item(
            key=_release_key(claim),
            kind=WorkItem.Kind.RELEASE,
            reason="Nothing blocks it: it can be released.",
            amount=claim.charge,
            claim=claim,
            at=at,
        )


def _release_key(claim: Claim) -> str:
    return f"release:{claim.patient_control_number}:"
