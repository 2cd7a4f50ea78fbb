"""The append-only double-entry ledger: values, checks, balances."""

from cleanclaim.ledger.balances import balance_of, balances, check_ledger, trial_balance
from cleanclaim.ledger.roll_forward import Rolled, roll_forward
from cleanclaim.ledger.values import Account, AccountKind, JournalEntry, Posting, check_entry, reversal_of

__all__ = [
    "Account",
    "AccountKind",
    "JournalEntry",
    "Posting",
    "Rolled",
    "balance_of",
    "balances",
    "check_entry",
    "check_ledger",
    "reversal_of",
    "roll_forward",
    "trial_balance",
]
