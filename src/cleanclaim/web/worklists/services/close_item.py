"""A person closes a work item with what came of it."""

from datetime import datetime

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.worklists.models import WorkItem

MAX_OUTCOME = 200


def close_item(*, item: WorkItem, outcome: str, actor: Actor, at: datetime) -> WorkItem:
    """Close an open item; the claim, encounter or payment that it is about stays as it is.

    Raises ``InvalidValue`` for an outcome that is empty or not one line, and when somebody else
    was quicker.
    """
    said = outcome.strip()
    if not said or len(said) > MAX_OUTCOME or not said.isprintable():
        raise InvalidValue(
            f"an item is closed with an outcome: one line of at most {MAX_OUTCOME} characters.",
            where=f"work item {item.key}",
            fix="Say what was done.",
        )
    locked = WorkItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if locked.closed_at is not None:
        raise InvalidValue("somebody else has closed that item.", where=f"work item {item.key}")
    locked.closed_at, locked.outcome = at, said
    locked.save(update_fields=["closed_at", "outcome"])
    record(actor=actor, action="work_item.closed", subject=locked, at=at, details={"kind": locked.kind})
    return locked
