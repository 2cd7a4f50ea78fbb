"""Balances and checks: questions asked of entries, never stored."""

from collections.abc import Iterable, Mapping

from cleanclaim.ledger.values import Account, AccountKind, JournalEntry, check_entry
from cleanclaim.primitives import ZERO, LedgerError, Money


def balances(entries: Iterable[JournalEntry]) -> Mapping[Account, Money]:
    """Return debits less credits of every account touched, in dollars, accounts in order.

    An account that has come back to zero is listed with zero: it was used.
    """
    totals: dict[Account, Money] = {}
    for entry in entries:
        for posting in entry.postings:
            totals[posting.account] = totals.get(posting.account, ZERO) + posting.debit - posting.credit
    return {account: totals[account] for account in sorted(totals)}


def trial_balance(entries: Iterable[JournalEntry]) -> Mapping[AccountKind, Money]:
    """Return debits less credits of every kind of account used; the values sum to zero."""
    totals: dict[AccountKind, Money] = {}
    for account, amount in balances(entries).items():
        totals[account.kind] = totals.get(account.kind, ZERO) + amount
    return totals


def balance_of(
    entries: Iterable[JournalEntry], kind: AccountKind, *, claim: str | None = None, payer: str | None = None
) -> Money:
    """Return debits less credits of one kind of account, of one claim or payer when named."""
    return sum(
        (
            amount
            for account, amount in balances(entries).items()
            if account.kind is kind
            and (claim is None or account.claim == claim)
            and (payer is None or account.payer == payer)
        ),
        ZERO,
    )


def check_ledger(entries: Iterable[JournalEntry]) -> tuple[str, ...]:
    """Return what is wrong with a ledger, one sentence each; nothing when it is sound.

    Sound: every entry balances, no key is used twice, and a reversal exchanges exactly the
    sides of an entry that stands before it and that nothing else has reversed.
    """
    problems: list[str] = []
    seen: dict[str, JournalEntry] = {}
    reversed_by: dict[str, str] = {}
    for entry in entries:
        try:
            check_entry(entry)
        except LedgerError as error:
            problems.append(str(error))
        if entry.key in seen:
            problems.append(f"entry {entry.key} is booked twice.")
        if entry.reverses:
            problems.extend(_reversal_problems(entry, seen, reversed_by))
            reversed_by.setdefault(entry.reverses, entry.key)
        seen.setdefault(entry.key, entry)
    return tuple(problems)


def _reversal_problems(
    entry: JournalEntry, seen: Mapping[str, JournalEntry], reversed_by: Mapping[str, str]
) -> Iterable[str]:
    original = seen.get(entry.reverses)
    if original is None:
        yield f"entry {entry.key} reverses {entry.reverses}, which is not booked before it."
        return
    if entry.reverses in reversed_by:
        earlier = reversed_by[entry.reverses]
        yield f"entry {entry.key} reverses {entry.reverses}, which {earlier} reversed already."
    if any(amount != 0 for amount in balances((original, entry)).values()):
        yield f"entry {entry.key} does not undo {entry.reverses} exactly."
