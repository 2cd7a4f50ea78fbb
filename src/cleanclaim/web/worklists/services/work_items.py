"""What people do with work items: give, defer, note, close, and take that back. All of it is kept."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.organizations.models import Membership, User
from cleanclaim.web.worklists.models import WorkItem, WorkItemEvent

MAX_TEXT = 400
MAX_OUTCOME = 200
_W = WorkItemEvent.What


def assign_items(*, items: Iterable[WorkItem], owner: User | None, actor: Actor, at: datetime) -> UUID:
    """Give items to somebody, or to nobody; returns the batch, with which it can be undone.

    Raises ``InvalidValue`` for somebody who has no role in the practice of one of them.
    """
    chosen = list(items)
    if owner is not None:
        practices = set(
            Membership.objects.filter(user=owner, is_active=True).values_list("practice_id", flat=True)
        )
        if not practices or any(item.practice_id and item.practice_id not in practices for item in chosen):
            raise InvalidValue(
                "that colleague has no role in the practice.", fix="Choose somebody who works there."
            )

    def change(item: WorkItem) -> None:
        item.owner = owner

    return _act(chosen, _W.ASSIGNED, str(owner) if owner else "nobody", change, actor, at)


def defer_items(*, items: Iterable[WorkItem], until: date, actor: Actor, at: datetime) -> UUID:
    """Put items away until a day; raises ``InvalidValue`` for a day that is not ahead."""
    if until <= at.date():
        raise InvalidValue(f"{until} is not ahead.", where="Day", fix="Choose a day after today.")

    def change(item: WorkItem) -> None:
        item.deferred_until = until

    return _act(items, _W.DEFERRED, until.isoformat(), change, actor, at)


def note_item(*, item: WorkItem, text: str, actor: Actor, at: datetime) -> UUID:
    """Write something about an item; raises ``InvalidValue`` for nothing or too much."""
    said = text.strip()
    if not said or len(said) > MAX_TEXT:
        raise InvalidValue(f"a note has 1 to {MAX_TEXT} characters.", where="Note")
    return _act([item], _W.NOTED, said, lambda _: None, actor, at)


def close_items_by_hand(*, items: Iterable[WorkItem], outcome: str, actor: Actor, at: datetime) -> UUID:
    """Close items with what came of them; what they are about stays as it is.

    Raises ``InvalidValue`` without an outcome of one line.
    """
    said = outcome.strip()
    if not said or len(said) > MAX_OUTCOME or not said.isprintable():
        raise InvalidValue(
            f"an item is closed with an outcome: one line of at most {MAX_OUTCOME} characters.",
            where="Outcome",
            fix="Say what was done.",
        )

    def change(item: WorkItem) -> None:
        item.closed_at, item.outcome = at, said

    return _act(items, _W.CLOSED, said, change, actor, at)


def undo(*, batch: UUID, actor: Actor, at: datetime) -> int:
    """Put back what an action of the same person changed; return how many items.

    Raises ``InvalidValue`` when an item was touched since, or the work was listed anew meanwhile.
    """
    events = list(
        WorkItemEvent.objects.filter(batch=batch, made_by_user=actor.user_id).select_related("item")
    )
    if not events:
        raise InvalidValue("there is nothing to undo.")
    for event in events:
        item = WorkItem.objects.select_for_update(of=("self",)).get(pk=event.item_id)
        later = (
            item.events.filter(made_at__gte=event.made_at)
            .exclude(pk=event.pk)
            .exclude(what=_W.NOTED)
            .exists()
        )
        listed_again = (
            event.what == _W.CLOSED and WorkItem.objects.filter(key=item.key, closed_at=None).exists()
        )
        if later or listed_again:
            raise InvalidValue("it was changed since.", fix="Look at it again.")
        item.owner_id = UUID(event.before["owner"]) if event.before["owner"] else None
        deferred = event.before["deferred_until"]
        item.deferred_until = date.fromisoformat(deferred) if deferred else None
        if event.what == _W.CLOSED:
            item.closed_at, item.outcome = None, ""
        item.touched_at = at
        item.save()
        _write(item, _W.UNDONE, event.get_what_display().lower(), uuid4(), actor, at, {})
        record(actor=actor, action="work_item.undone", subject=item, at=at)
    return len(events)


def _act(  # noqa: PLR0917 - named where it is called
    items: Iterable[WorkItem],
    what: str,
    text: str,
    change: Callable[[WorkItem], None],
    actor: Actor,
    at: datetime,
) -> UUID:
    batch = uuid4()
    keys = [item.pk for item in items]
    locked = list(WorkItem.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if any(item.closed_at is not None for item in locked):  # before any is changed: all of them or none
        raise InvalidValue("somebody else has closed one of them.", fix="Look at the list again.")
    for item in locked:
        before = {
            "owner": str(item.owner_id) if item.owner_id else "",
            "deferred_until": item.deferred_until.isoformat() if item.deferred_until else "",
        }
        change(item)
        item.touched_at = at
        item.save()
        _write(item, what, text, batch, actor, at, before)
        record(actor=actor, action=f"work_item.{what}", subject=item, at=at, details={"kind": item.kind})
    return batch


def _write(  # noqa: PLR0917 - named where it is called
    item: WorkItem, what: str, text: str, batch: UUID, actor: Actor, at: datetime, before: dict[str, str]
) -> None:
    WorkItemEvent.objects.create(
        item=item,
        batch=batch,
        what=what,
        text=text[:MAX_TEXT],
        before=before,
        made_by=actor.name[:80],
        made_by_user=actor.user_id,
        made_at=at,
    )
