"""What a patient pays: to which claims it goes, and the entry that books it."""

from collections.abc import Mapping, Sequence
from datetime import date

from cleanclaim.ledger import Account, AccountKind, JournalEntry, Posting, check_entry
from cleanclaim.posting.sides import move
from cleanclaim.primitives import ZERO, LedgerError, Money, show_money

PATIENT_PAYMENT = "patient payment"
"""Reason of the postings of a payment."""
PATIENT_CREDIT = "patient credit"
"""Reason of the posting of what is paid beyond what is owed."""


def allocate(amount: Money, owed: Sequence[tuple[str, Money]]) -> dict[str, Money]:
    """Return how much of a payment goes to each claim, in the order in which they stand.

    ``owed`` has (patient control number, dollars owed); what is not owed (a credit) gets nothing.
    What is left over when everything is paid is not in the result.
    """
    left = amount
    parts: dict[str, Money] = {}
    for claim, balance in owed:
        part = min(left, balance)
        if part > 0:
            parts[claim] = parts.get(claim, ZERO) + part
            left -= part
    return parts


def post_patient_payment(
    *, receipt: str, patient: str, on: date, amount: Money, applied: Mapping[str, Money]
) -> JournalEntry:
    """Return the entry that books a patient's payment: cash in, receivables down, the rest a credit.

    ``applied`` has the dollars for each claim by patient control number; what it leaves of
    ``amount`` stands in unapplied as the patient's. ``receipt`` makes the key, so that one receipt is
    booked once. Raises ``LedgerError`` for an amount that is not positive, a part that is not, and
    parts that are more than the amount.
    """
    if amount <= 0:
        raise LedgerError("a payment is more than nothing.", fix="Enter what was paid.")
    if any(part <= 0 for part in applied.values()):
        raise LedgerError("a part of a payment is more than nothing.", fix="Leave that claim out.")
    rest = amount - sum(applied.values(), ZERO)
    if rest < 0:
        raise LedgerError(
            f"{show_money(amount - rest)} would be applied, but only {show_money(amount)} was paid.",
            fix="Apply less.",
        )
    postings: list[Posting] = []
    for claim, part in applied.items():
        postings += move(
            Account(AccountKind.PATIENT_CASH, claim=claim, patient=patient),
            Account(AccountKind.RECEIVABLE_PATIENT, claim=claim, patient=patient),
            part,
            reason=PATIENT_PAYMENT,
        )
    postings += move(
        Account(AccountKind.PATIENT_CASH, patient=patient),
        Account(AccountKind.UNAPPLIED, patient=patient),
        rest,
        reason=PATIENT_CREDIT,
    )
    memo = f"Patient payment {show_money(amount)}, receipt {receipt}"[:200]
    return check_entry(JournalEntry(f"patient-payment/{receipt}", on, memo, tuple(postings)))
