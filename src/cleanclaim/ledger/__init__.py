"""The append-only double-entry ledger: values, checks, balances."""

from cleanclaim.ledger.values import Account, AccountKind, JournalEntry, Posting, check_entry, reversal_of

__all__ = ["Account", "AccountKind", "JournalEntry", "Posting", "check_entry", "reversal_of"]
