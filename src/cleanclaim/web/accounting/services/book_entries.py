"""Book journal entries: each key once, each entry balanced, nothing ever changed."""

from collections.abc import Iterable
from datetime import datetime

from cleanclaim.ledger import JournalEntry as EngineEntry, check_entry
from cleanclaim.primitives import LedgerError
from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.accounting.selectors import entry_value
from cleanclaim.web.audit.record import Actor, record


def book_entries(*, entries: Iterable[EngineEntry], actor: Actor, at: datetime) -> tuple[JournalEntry, ...]:
    """Book entries whose keys are new and return their rows; known keys are skipped.

    Raises ``LedgerError`` for an entry that does not balance, or whose key is booked with other
    postings: that is a second payment under a used name, and a person has to look.
    """
    booked = []
    for entry in entries:
        check_entry(entry)
        known = JournalEntry.objects.filter(key=entry.key).first()
        if known is not None:
            if entry_value(known).postings != entry.postings:
                raise LedgerError(f"entry {entry.key} is already booked with other postings.")
            continue
        reverses = JournalEntry.objects.get(key=entry.reverses) if entry.reverses else None
        row = JournalEntry.objects.create(
            key=entry.key, on=entry.on, memo=entry.memo, reverses=reverses, booked_at=at
        )
        Posting.objects.bulk_create(
            Posting(
                organization_id=row.organization_id,
                entry=row,
                position=position,
                account=posting.account.kind,
                claim=posting.account.claim,
                payer=posting.account.payer,
                patient=posting.account.patient,
                line=posting.line,
                debit=posting.debit,
                credit=posting.credit,
                reason=posting.reason,
            )
            for position, posting in enumerate(entry.postings, start=1)
        )
        record(actor=actor, action="ledger.booked", subject=row, at=at)
        booked.append(row)
    return tuple(booked)
