"""Double entry: accounts, postings, entries. Immutable; corrected by reversal, never changed."""

from datetime import date
from enum import StrEnum

import msgspec

from cleanclaim.primitives import ZERO, LedgerError, Money


class AccountKind(StrEnum):
    """The accounts of a practice's receivables ledger."""

    CASH_CLEARING = "cash_clearing"  # asset: payments a payer announced, until the bank shows them
    PATIENT_CASH = "patient_cash"  # asset: taken from patients
    RECEIVABLE_PAYER = "receivable_payer"  # asset: owed by the payer of a claim
    RECEIVABLE_PATIENT = "receivable_patient"  # asset: owed by the patient
    UNAPPLIED = "unapplied"  # liability: received, not yet matched to a claim
    PROVIDER_ADJUSTMENT = "provider_adjustment"  # PLB: interest, recoupment, forwarding balance
    REVENUE = "revenue"  # income: gross charges
    CONTRACTUAL = "contractual"  # contra income: the difference to the allowed amount
    WRITE_OFF = "write_off"  # contra income: given up by a person's decision


class Account(msgspec.Struct, frozen=True, order=True):
    """One account: its kind, and whose it is (``claim`` is the patient control number)."""

    kind: AccountKind
    claim: str = ""
    payer: str = ""
    patient: str = ""


class Posting(msgspec.Struct, frozen=True):
    """One side of an entry: exactly one of ``debit`` and ``credit`` is positive, the other zero."""

    account: Account
    debit: Money = ZERO
    credit: Money = ZERO
    reason: str = ""
    line: int | None = None


class JournalEntry(msgspec.Struct, frozen=True):
    """Postings that belong together and balance.

    ``key`` is unique for what is booked (one charge, one claim payment of one remittance):
    booking the same key twice is refused. ``reverses`` names the key that this one undoes.
    """

    key: str
    on: date
    memo: str
    postings: tuple[Posting, ...]
    reverses: str = ""

    @property
    def debits(self) -> Money:
        """Sum of the debits in dollars."""
        return sum((posting.debit for posting in self.postings), ZERO)

    @property
    def credits(self) -> Money:
        """Sum of the credits in dollars."""
        return sum((posting.credit for posting in self.postings), ZERO)


def check_entry(entry: JournalEntry) -> JournalEntry:
    """Return the entry; raises ``LedgerError`` when it does not balance or a side is improper."""
    if not entry.postings:
        raise LedgerError(f"entry {entry.key} has no postings.")
    for posting in entry.postings:
        if posting.debit < 0 or posting.credit < 0 or (posting.debit > 0) == (posting.credit > 0):
            raise LedgerError(
                f"entry {entry.key}: a posting needs exactly one positive side, "
                f"not debit {posting.debit} and credit {posting.credit}."
            )
    if entry.debits != entry.credits:
        raise LedgerError(f"entry {entry.key}: debits {entry.debits} do not equal credits {entry.credits}.")
    return entry


def reversal_of(entry: JournalEntry, *, key: str, on: date, memo: str) -> JournalEntry:
    """Return the entry that undoes ``entry`` exactly: the same postings with sides exchanged."""
    flipped = tuple(
        Posting(p.account, debit=p.credit, credit=p.debit, reason=p.reason, line=p.line)
        for p in entry.postings
    )
    return JournalEntry(key=key, on=on, memo=memo, postings=flipped, reverses=entry.key)
