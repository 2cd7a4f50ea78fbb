"""Reading the work list."""

from django.db.models import F, Q, QuerySet

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.worklists.models import WorkItem


def open_items(*, kind: str = "") -> QuerySet[WorkItem]:
    """Return the open tenant's open items, of one kind or all: what is due first, then oldest first.

    Raises ``InvalidValue`` for a kind that there is not.
    """
    if kind and kind not in WorkItem.Kind.values:
        raise InvalidValue(
            f"{kind!r} is not a kind of work item.", fix=f"Choose one of {', '.join(WorkItem.Kind.values)}."
        )
    rows = WorkItem.objects.filter(closed_at=None).select_related("encounter", "claim")
    if kind:
        rows = rows.filter(kind=kind)
    return rows.order_by(F("due").asc(nulls_last=True), "opened_at", "key")


def open_item_named(name: str) -> WorkItem:
    """Return the open item with that key, or the only one of the claim or encounter of that number.

    Raises ``InvalidValue`` when there is none, when it is closed already, or when several items
    belong to that number.
    """
    exact = WorkItem.objects.filter(key=name).first()
    if exact is not None:
        if exact.closed_at is not None:
            raise InvalidValue(
                f"that item was closed on {exact.closed_at.date()}.", where=f"work item {name}"
            )
        return exact
    about = Q(claim__patient_control_number=name) | Q(encounter__number=name)
    found = list(open_items().filter(about)[:10])
    if not found:
        raise InvalidValue(f"there is no open work item {name}.", fix="See: cleanclaim worklist list")
    if len(found) > 1:
        raise InvalidValue(
            f"{name} has several open items.",
            fix=f"Name one by its key: {', '.join(item.key for item in found)}.",
        )
    return found[0]


def about(item: WorkItem) -> str:
    """Return the number of the claim or encounter that an item is about; empty for a file's item."""
    if item.claim is not None:
        return item.claim.patient_control_number
    return item.encounter.number if item.encounter is not None else ""
