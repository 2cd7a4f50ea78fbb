"""Move many claims at once, as :func:`move_claim` moves one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db.models import Count

from cleanclaim.primitives import StateError
from cleanclaim.web.audit.record import Actor, record_all
from cleanclaim.web.claims.models import Claim, ClaimEvent
from cleanclaim.web.database.bulk import insert_rows, update_rows
from cleanclaim.workflow import CLAIM, ClaimState


class ClaimMove(msgspec.Struct, frozen=True):
    """One move of a locked claim; the moves of one claim are made in their order."""

    claim: Claim
    event: str
    detail: str = ""


_EVENT = (
    "organization_id",
    "claim_id",
    "position",
    "event",
    "source",
    "target",
    "actor_kind",
    "actor_name",
    "at",
    "detail",
)


def move_claims(*, moves: Sequence[ClaimMove], actor: Actor, at: datetime) -> None:
    """Make moves on locked claims; raises ``StateError`` when the table does not allow one.

    For claims that a payer has: a move into or out of the queue of clean claims has consequences
    that only :func:`move_claim` knows, and is refused here.
    """
    if not moves:
        return
    claims = {move.claim.pk: move.claim for move in moves}
    counted: defaultdict[object, int] = defaultdict(int)
    counted.update(
        ClaimEvent.objects.filter(claim__in=list(claims)).values_list("claim").annotate(n=Count("pk"))
    )
    rows: list[tuple[object, ...]] = []
    by_event: defaultdict[str, list[Claim]] = defaultdict(list)
    for move in moves:
        claim, source = move.claim, move.claim.state
        claim.state = CLAIM.after(source, move.event, actor.kind)
        if ClaimState.CLEAN in (source, claim.state):
            raise StateError("a claim is released or held one at a time.")
        counted[claim.pk] += 1
        rows.append(
            (
                claim.organization_id,
                claim.pk,
                counted[claim.pk],
                move.event,
                source,
                claim.state,
                actor.kind,
                actor.name,
                at,
                move.detail[:400],
            )
        )
        by_event[move.event].append(claim)
    update_rows(Claim, ["state"], [(claim.pk, claim.state) for claim in claims.values()])
    insert_rows(ClaimEvent, _EVENT, rows)
    for event, moved in by_event.items():
        record_all(actor=actor, action=f"claim.{event}", subjects=moved, at=at)
