"""A claim's charges become owed by its payer."""

from collections.abc import Sequence
from datetime import date

from cleanclaim.ledger import Account, AccountKind, JournalEntry, Posting, check_entry
from cleanclaim.posting.sides import move
from cleanclaim.primitives import LedgerError, Money, show_money


def post_charges(
    *,
    patient_control_number: str,
    payer: str,
    patient: str,
    on: date,
    charges: Sequence[Money],
    reference: str = "",
) -> JournalEntry:
    """Return the entry that books a claim's charges: owed by the payer, earned as revenue.

    ``charges`` are dollars line by line, in order. ``reference`` tells a second booking for the
    same claim (a late charge) from the first. Raises ``LedgerError`` when there is nothing to book.
    """
    receivable = Account(AccountKind.RECEIVABLE_PAYER, claim=patient_control_number, payer=payer)
    revenue = Account(AccountKind.REVENUE, claim=patient_control_number, payer=payer, patient=patient)
    postings: list[Posting] = []
    for line, charge in enumerate(charges, start=1):
        postings += move(receivable, revenue, charge, reason="charge", line=line)
    if not postings:
        raise LedgerError(f"claim {patient_control_number} has no charges to book.", fix="Price its lines.")
    total = show_money(sum(charges, charges[0] * 0))
    key = "/".join(part for part in ("charge", patient_control_number, reference) if part)
    return check_entry(
        JournalEntry(key, on, f"Charges {total}, claim {patient_control_number}"[:200], tuple(postings))
    )
