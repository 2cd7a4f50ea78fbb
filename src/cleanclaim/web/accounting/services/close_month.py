"""A month is closed, a day's balances are kept: figures that do not move afterwards."""

from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import F, Max, Min, Sum

from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.accounting.models import BalanceSnapshot, ClosedMonth, JournalEntry, Posting
from cleanclaim.web.accounting.roll_forward import as_document, last_day, next_month, rolled
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.tenancy import current_organization


def close_month(*, month: date, actor: Actor, at: datetime) -> ClosedMonth:
    """Close a month that is over, and those before it that hold entries, with the figures as they stand.

    From then on the database refuses entries dated into it. Raises ``InvalidValue`` for a month that is
    not over, ``StateError`` when it is closed already or its figures do not agree.
    """
    if last_day(month) >= at.date():
        raise InvalidValue(f"{month:%Y-%m} is not over.", where="Month", fix="Close it when it is.")
    if ClosedMonth.objects.filter(month=month).exists():
        raise StateError(f"{month:%Y-%m} is closed already.")
    earliest = JournalEntry.objects.aggregate(first=Min("on"))["first"]
    closed = set(ClosedMonth.objects.values_list("month", flat=True))
    each = min(earliest.replace(day=1), month) if earliest else month
    while each < month:
        if each not in closed:
            _close(each, actor, at)
        each = next_month(each)
    return _close(month, actor, at)


def _close(month: date, actor: Actor, at: datetime) -> ClosedMonth:
    lock_month(month)  # entries under way are booked before the figures are read, or refused after
    figures = rolled(month, last_day(month))
    if any(not each.agrees for each in figures):
        raise StateError(f"opening and movements of {month:%Y-%m} do not make its closing balances.")
    row = ClosedMonth.objects.create(
        month=month,
        document=as_document(figures),
        closed_by=actor.name[:80],
        closed_by_user=actor.user_id,
        closed_at=at,
    )
    take_snapshot(day=last_day(month), at=at)
    record(actor=actor, action="month.closed", subject=row, at=at, details={"month": f"{month:%Y-%m}"})
    return row


def lock_month(month: date) -> None:
    """Wait until nobody books into a month, and let nobody begin to until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 67))",
            [f"{current_organization()}{month.isoformat()}"],
        )


def take_snapshot(*, day: date, at: datetime) -> int:
    """Keep the balances at the end of a day that is over, once; return how many were kept."""
    if day >= at.date():
        raise InvalidValue(f"{day} is not over.", where="Day")
    if BalanceSnapshot.objects.filter(day=day).exists():
        return 0
    rows = (
        Posting.objects.filter(entry__on__lte=day)
        .values("account", "payer")
        .annotate(balance=Sum(F("debit") - F("credit")))
        .order_by("account", "payer")
    )
    organization = current_organization()
    made = [
        BalanceSnapshot(
            organization_id=organization,
            day=day,
            account=row["account"],
            payer=row["payer"],
            balance=row["balance"],
            taken_at=at,
        )
        for row in rows
    ]
    BalanceSnapshot.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def take_due_snapshots(*, at: datetime, most: int = 31) -> int:
    """Keep the balances of the days that are over since the last one kept; return how many days."""
    yesterday = at.date() - timedelta(days=1)
    last = BalanceSnapshot.objects.aggregate(last=Max("day"))["last"]
    if last is None:
        first = JournalEntry.objects.aggregate(first=Min("on"))["first"]
        last = first - timedelta(days=1) if first else yesterday
    days = min((yesterday - last).days, most)
    for offset in range(days):
        take_snapshot(day=yesterday - timedelta(days=days - 1 - offset), at=at)
    return max(days, 0)
