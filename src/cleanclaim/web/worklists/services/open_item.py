"""Open and close work items; the same cause is listed once at a time."""

from datetime import date, datetime
from decimal import Decimal

from cleanclaim.web.claims.models import Claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.worklists.models import WorkItem


def open_item(
    *,
    key: str,
    kind: str,
    reason: str,
    at: datetime,
    amount: Decimal | None = None,
    due: date | None = None,
    encounter: Encounter | None = None,
    claim: Claim | None = None,
    remittance: Remittance | None = None,
) -> WorkItem:
    """List something that needs a person; while it is open, a second call changes nothing."""
    about = claim or encounter
    item, _ = WorkItem.objects.get_or_create(
        key=key,
        closed_at=None,
        defaults={
            "kind": kind,
            "reason": reason,
            "amount": amount,
            "due": due,
            "encounter": encounter,
            "claim": claim,
            "remittance": remittance,
            "opened_at": at,
            "practice_id": about.practice_id if about is not None else None,
        },
    )
    return item


def close_items(*, prefix: str, at: datetime, outcome: str) -> int:
    """Close the open items whose keys begin with ``prefix``; return how many."""
    upper = prefix[:-1] + chr(ord(prefix[-1]) + 1)  # keys end in ASCII
    return WorkItem.objects.filter(key__gte=prefix, key__lt=upper, closed_at=None).update(
        closed_at=at, outcome=outcome
    )
