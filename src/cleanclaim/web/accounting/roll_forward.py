"""Opening + movements = closing, summed by the database; months that are closed, days that are kept."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.db import connection

from cleanclaim.ledger import AccountKind, Rolled
from cleanclaim.primitives import ZERO
from cleanclaim.web.accounting.models import BalanceSnapshot, ClosedMonth, JournalEntry

# The movement of an entry is the first word of its key; of a reversal, of what it takes back. Opening and
# closing are each summed from the postings, not from each other.
_ROLL = """
SELECT p.account,
       coalesce(split_part(twice.key, '/', 1), split_part(once.key, '/', 1), split_part(e.key, '/', 1)),
       sum(p.debit - p.credit) FILTER (WHERE e."on" < %(first)s),
       sum(p.debit - p.credit) FILTER (WHERE e."on" >= %(first)s),
       sum(p.debit - p.credit)
FROM accounting_posting p
JOIN accounting_journalentry e ON e.organization_id = p.organization_id AND e.id = p.entry_id
LEFT JOIN accounting_journalentry once ON once.organization_id = e.organization_id AND once.id = e.reverses_id
LEFT JOIN accounting_journalentry twice
    ON twice.organization_id = once.organization_id AND twice.id = once.reverses_id
WHERE e."on" <= %(last)s
GROUP BY 1, 2
ORDER BY 1, 2
"""

MOVEMENTS = {
    "charge": "charges",
    "835": "remittances",
    "payment": "patients’ payments",
    "receipt": "patients’ payments",
    "write-off": "written off",
    "transfer": "transferred",
    "refund": "refunded",
    "apply": "credits used",
    "recoupment": "recoupments tied",
}
"""First words of keys in words."""


def month_of(text: str) -> date | None:
    """Return the first day of a month written 2025-12, nothing for what is none."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def last_day(month: date) -> date:
    """Return the last day of the month that begins on ``month``."""
    return next_month(month) - timedelta(days=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def rolled(first: date, last: date) -> tuple[Rolled, ...]:
    """Return every kind of account used up to ``last``, as ``ledger.roll_forward`` does."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLL, {"first": first, "last": last})
        rows = cursor.fetchall()
    found: dict[str, tuple[Decimal, dict[str, Decimal], Decimal]] = {}
    for account, movement, opening, moved, closing in rows:
        before, moves, after = found.get(account, (ZERO, {}, ZERO))
        if moved is not None:
            moves = {**moves, movement: moved}
        found[account] = (before + (opening or ZERO), moves, after + closing)
    return tuple(
        Rolled(kind, found[kind][0], tuple(sorted(found[kind][1].items())), found[kind][2])
        for kind in AccountKind
        if kind in found
    )


def as_document(rows: Sequence[Rolled]) -> list[dict[str, Any]]:
    """Return roll-forward rows as they are kept with a closed month."""
    return [
        {
            "account": row.kind.value,
            "opening": f"{row.opening:.2f}",
            "movements": {name: f"{amount:.2f}" for name, amount in row.movements},
            "closing": f"{row.closing:.2f}",
        }
        for row in rows
    ]


def months_with_entries() -> list[date]:
    """Return the months into which something is booked, the latest first."""
    days = JournalEntry.objects.dates("on", "month", order="DESC")
    return list(days)


def closed_months() -> Mapping[date, ClosedMonth]:
    """Return the closed months by their first day."""
    return {row.month: row for row in ClosedMonth.objects.order_by("-month")}


def snapshot_of(day: date) -> list[BalanceSnapshot]:
    """Return the balances as they were seen at the end of a day, nothing when none was taken."""
    return list(BalanceSnapshot.objects.filter(day=day).order_by("account", "payer"))


class SupportsWrite(Protocol):
    """Where text can be written: a file, an answer."""

    def write(self, text: str, /) -> object:
        """Take some text."""


def write_csv(out: SupportsWrite, rows: Sequence[Rolled], month: date) -> None:
    """Write a roll-forward as CSV: month, account, what, amount (debits less credits in dollars)."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["month", "account", "what", "amount"])
    for row in rows:
        lines = [("opening", row.opening), *row.movements, ("closing", row.closing)]
        for what, amount in lines:
            writer.writerow([f"{month:%Y-%m}", row.kind.value, what, f"{amount:.2f}"])
