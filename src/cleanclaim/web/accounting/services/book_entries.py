"""Book journal entries: each key once, each entry balanced, nothing ever changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from cleanclaim.ledger import JournalEntry as EngineEntry, check_entry
from cleanclaim.primitives import LedgerError
from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.accounting.selectors import entry_value
from cleanclaim.web.audit.record import Actor, record_all
from cleanclaim.web.database.bulk import insert_rows
from cleanclaim.web.tenancy import current_organization

_ENTRY = ("id", "organization_id", "key", "on", "memo", "reverses_id", "booked_at")
_POSTING = (
    "organization_id",
    "entry_id",
    "position",
    "account",
    "claim",
    "payer",
    "patient",
    "line",
    "debit",
    "credit",
    "reason",
)


def book_entries(*, entries: Iterable[EngineEntry], actor: Actor, at: datetime) -> tuple[JournalEntry, ...]:
    """Book entries whose keys are new and return their rows; known keys are skipped.

    Set-based: some statements for all of them, whatever their number. Raises ``LedgerError`` for an
    entry that does not balance, or whose key is booked with other postings: that is a second payment
    under a used name, and a person has to look.
    """
    wanted: dict[str, EngineEntry] = {}
    for entry in entries:
        check_entry(entry)
        if entry.key in wanted:
            _require_same(entry, wanted[entry.key])
        wanted.setdefault(entry.key, entry)
    if not wanted:
        return ()
    for row in (
        JournalEntry.objects.filter(key__in=list(wanted))
        .select_related("reverses")
        .prefetch_related("postings")
    ):
        _require_same(wanted.pop(row.key), entry_value(row))
    rows = _rows(list(wanted.values()), at)
    if not rows:
        return ()
    insert_rows(JournalEntry, _ENTRY, [tuple(getattr(row, name) for name in _ENTRY) for row in rows])
    insert_rows(Posting, _POSTING, _postings(rows, wanted))
    record_all(actor=actor, action="ledger.booked", subjects=rows, at=at)
    return tuple(rows)


def _require_same(entry: EngineEntry, booked: EngineEntry) -> None:
    if booked.postings != entry.postings:
        raise LedgerError(f"entry {entry.key} is already booked with other postings.")


def _rows(entries: Sequence[EngineEntry], at: datetime) -> list[JournalEntry]:
    organization = current_organization()
    ids = {entry.key: uuid4() for entry in entries}
    elsewhere = {entry.reverses for entry in entries if entry.reverses} - ids.keys()
    known: dict[str, UUID] = dict(
        JournalEntry.objects.filter(key__in=elsewhere).values_list("key", "pk") if elsewhere else ()
    )
    missing = sorted(elsewhere - known.keys())
    if missing:
        raise LedgerError(f"the entry {missing[0]}, which is to be reversed, is not booked.")
    return [
        JournalEntry(
            id=ids[entry.key],
            organization_id=organization,
            key=entry.key,
            on=entry.on,
            memo=entry.memo,
            reverses_id=(ids.get(entry.reverses) or known[entry.reverses]) if entry.reverses else None,
            booked_at=at,
        )
        for entry in entries
    ]


def _postings(rows: Sequence[JournalEntry], entries: Mapping[str, EngineEntry]) -> list[tuple[object, ...]]:
    return [
        (
            row.organization_id,
            row.pk,
            position,
            posting.account.kind.value,
            posting.account.claim,
            posting.account.payer,
            posting.account.patient,
            posting.line,
            posting.debit,
            posting.credit,
            posting.reason,
        )
        for row in rows
        for position, posting in enumerate(entries[row.key].postings, start=1)
    ]
