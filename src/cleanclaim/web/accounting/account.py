"""The account of a patient: every posting to what is owed, with the balances after it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from cleanclaim.ledger import AccountKind
from cleanclaim.primitives import ZERO, Money
from cleanclaim.web.accounting.models import JournalEntry, Posting

OWING = (AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT)

WORDS = {
    AccountKind.CASH_CLEARING: "paid, on its way to the bank",
    AccountKind.PATIENT_CASH: "paid by the patient",
    AccountKind.RECEIVABLE_PAYER: "owed by the payer",
    AccountKind.RECEIVABLE_PATIENT: "owed by the patient",
    AccountKind.UNAPPLIED: "received, not applied",
    AccountKind.PROVIDER_ADJUSTMENT: "payer’s adjustment outside claims",
    AccountKind.REVENUE: "charges",
    AccountKind.CONTRACTUAL: "contractual",
    AccountKind.WRITE_OFF: "written off",
}
"""The ledger's accounts as people call them."""


def account_in_words(kind: str) -> str:
    """Return an account's name for people."""
    return WORDS[AccountKind(kind)]


class AccountRow(msgspec.Struct, frozen=True):
    """What an entry did to what is owed on a claim, and what stands after it."""

    entry: JournalEntry
    claim: str
    who: str
    what: str
    debit: Money
    credit: Money
    payers_owe: Money
    patient_owes: Money


def account_rows(postings: Iterable[Posting], payers_named: Mapping[str, str]) -> list[AccountRow]:
    """Return an account's rows, oldest first: the postings of an entry to one side of a claim are one row."""
    rows: list[AccountRow] = []
    payers = patient = ZERO
    for key, group in _grouped(postings):
        entry, claim, account, payer, reason = key
        debit = sum((posting.debit for posting in group), ZERO)
        credit = sum((posting.credit for posting in group), ZERO)
        if account == AccountKind.RECEIVABLE_PAYER:
            payers += debit - credit
        elif account == AccountKind.RECEIVABLE_PATIENT:
            patient += debit - credit
        who = payers_named.get(payer, payer) if account == AccountKind.RECEIVABLE_PAYER else "the patient"
        rows.append(AccountRow(entry, claim, who, _word(reason, account), debit, credit, payers, patient))
    return rows


def totals(rows: Sequence[AccountRow]) -> dict[str, Decimal]:
    """Return the amounts of an account's strip."""
    last = rows[-1] if rows else None
    return {
        "Payers owe": last.payers_owe if last else ZERO,
        "Patient owes": last.patient_owes if last else ZERO,
        "Balance": last.payers_owe + last.patient_owes if last else ZERO,
    }


def _grouped(
    postings: Iterable[Posting],
) -> list[tuple[tuple[JournalEntry, str, str, str, str], list[Posting]]]:
    groups: dict[tuple[Any, ...], list[Posting]] = {}
    for posting in postings:
        key = (posting.entry, posting.claim, posting.account, posting.payer, posting.reason)
        groups.setdefault(key, []).append(posting)
    return list(groups.items())


def _word(reason: str, account: str) -> str:
    if account == AccountKind.UNAPPLIED:
        return "kept as a credit"
    return reason
