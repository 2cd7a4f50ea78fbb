"""Open and close work items; the same cause is listed once at a time."""

from datetime import date, datetime
from decimal import Decimal

from cleanclaim.web.claims.models import Claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.worklists.deadlines import filing_deadline
from cleanclaim.web.worklists.models import WorkItem

BEFORE_FILING = frozenset(
    {
        WorkItem.Kind.CODING,
        WorkItem.Kind.QUERY,
        WorkItem.Kind.HELD,
        WorkItem.Kind.RELEASE,
        WorkItem.Kind.REJECTION,
    }
)
"""Kinds of work that stand between a visit and a filed claim: due by the payer's filing limit."""


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
    if due is None and kind in BEFORE_FILING:
        due = _filing_deadline(claim, encounter)
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


def _filing_deadline(claim: Claim | None, encounter: Encounter | None) -> date | None:
    if claim is not None:
        coverage = claim.value().coverage
        return filing_deadline(
            payer_id=claim.payer_id, filing_indicator=coverage.filing_indicator, service=claim.date_of_service
        )
    if encounter is not None and (coverages := encounter.value().coverages):
        return filing_deadline(
            payer_id=coverages[0].payer.payer_id,
            filing_indicator=coverages[0].filing_indicator,
            service=encounter.date_of_service,
        )
    return None


def close_items(*, prefix: str, at: datetime, outcome: str) -> int:
    """Close the open items whose keys begin with ``prefix``; return how many."""
    upper = prefix[:-1] + chr(ord(prefix[-1]) + 1)  # keys end in ASCII
    return WorkItem.objects.filter(key__gte=prefix, key__lt=upper, closed_at=None).update(
        closed_at=at, outcome=outcome
    )
