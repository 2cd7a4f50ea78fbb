"""What persons decide about money: write-offs, transfers, refunds, credits used, recoupments tied.

Each is one balanced entry whose key is made of the caller's reference, so that one decision is
booked once. None is deleted: ``reversal_of`` takes it back.
"""

from datetime import date
from enum import StrEnum

import msgspec

from cleanclaim.ledger import Account, AccountKind, JournalEntry, check_entry
from cleanclaim.posting.sides import move
from cleanclaim.primitives import LedgerError, Money, show_money


class WriteOffReason(StrEnum):
    """Why a person gives an amount up. A contractual difference is none: the payer's answer books it."""

    BAD_DEBT = "bad_debt"
    CHARITY = "charity"
    DENIAL = "denial"
    TIMELY_FILING = "timely_filing"
    NO_AUTHORIZATION = "no_authorization"
    SMALL_BALANCE = "small_balance"
    COURTESY = "courtesy"
    PROTECTED_PATIENT = "protected_patient"  # QMB, Medicaid, surprise bill
    DECEASED = "deceased"
    BANKRUPTCY = "bankruptcy"
    OTHER = "other"


class Owing(msgspec.Struct, frozen=True):
    """Who owes for a claim: a payer or the patient, exactly one of them."""

    claim: str
    payer: str = ""
    patient: str = ""

    @property
    def account(self) -> Account:
        """The receivable; raises ``LedgerError`` unless exactly one debtor is named."""
        if bool(self.payer) == bool(self.patient) or not self.claim:
            raise LedgerError(
                "what is owed is owed for a claim by a payer or by the patient.", fix="Name one of them."
            )
        kind = AccountKind.RECEIVABLE_PAYER if self.payer else AccountKind.RECEIVABLE_PATIENT
        return Account(kind, claim=self.claim, payer=self.payer, patient=self.patient)


def write_off(
    owing: Owing, amount: Money, *, reason: WriteOffReason, on: date, reference: str
) -> JournalEntry:
    """Return the entry that gives up ``amount`` dollars of what is owed, by its reason."""
    target = Account(AccountKind.WRITE_OFF, claim=owing.claim, payer=owing.payer, patient=owing.patient)
    return _entry(
        f"write-off/{reference}",
        target,
        owing.account,
        amount,
        on=on,
        memo=f"Written off {show_money(amount)}, {reason.value}, claim {owing.claim}",
        reason=reason.value,
    )


def transfer(
    owing: Owing, to: Owing, amount: Money, *, on: date, reference: str, reason: str = "transfer"
) -> JournalEntry:
    """Return the entry that moves what is owed for a claim to another debtor of the same claim."""
    if owing.claim != to.claim or owing == to:
        raise LedgerError(
            "a transfer is between two debtors of one claim.", fix="Name the same claim and another debtor."
        )
    return _entry(
        f"transfer/{reference}",
        to.account,
        owing.account,
        amount,
        on=on,
        memo=f"Transferred {show_money(amount)}, claim {owing.claim}",
        reason=reason,
    )


def refund_claim(owing: Owing, amount: Money, *, on: date, reference: str) -> JournalEntry:
    """Return the entry that pays back what was paid too much for a claim.

    The receivable, which a credit has made negative, comes up; cash goes out.
    """
    account = owing.account
    cash = (
        Account(AccountKind.CASH_CLEARING, payer=owing.payer)
        if owing.payer
        else Account(AccountKind.PATIENT_CASH, claim=owing.claim, patient=owing.patient)
    )
    return _entry(
        f"refund/{reference}",
        account,
        cash,
        amount,
        on=on,
        memo=f"Refunded {show_money(amount)}, claim {owing.claim}",
        reason="refund",
    )


def refund_unapplied(
    amount: Money, *, on: date, reference: str, payer: str = "", patient: str = ""
) -> JournalEntry:
    """Return the entry that pays back money that was received and belongs to no claim."""
    source, cash = _unapplied(payer, patient)
    return _entry(
        f"refund/{reference}",
        source,
        cash,
        amount,
        on=on,
        memo=f"Refunded {show_money(amount)} not applied",
        reason="refund",
    )


def apply_unapplied(owing: Owing, amount: Money, *, on: date, reference: str) -> JournalEntry:
    """Return the entry that uses money received before for what is owed for a claim, by the same debtor."""
    source, _ = _unapplied(owing.payer, owing.patient)
    return _entry(
        f"apply/{reference}",
        source,
        owing.account,
        amount,
        on=on,
        memo=f"Applied {show_money(amount)}, claim {owing.claim}",
        reason="payment" if owing.payer else "patient payment",
    )


def tie_recoupment(owing: Owing, amount: Money, *, on: date, reference: str) -> JournalEntry:
    """Return the entry that ties what a payer took outside of claims (PLB) to the claim it was for.

    Positive: the payer took money back without reversing its payment; the claim is owed again. A
    negative amount (money that a payer added) pays the claim. The provider adjustment is relieved.
    Raises ``LedgerError`` for a patient: only payers recoup.
    """
    if not owing.payer:
        raise LedgerError("only a payer takes money back by a remittance.", fix="Name the payer.")
    postings = move(
        owing.account,
        Account(AccountKind.PROVIDER_ADJUSTMENT, payer=owing.payer),
        amount,
        reason="recoupment",
    )
    if not postings:
        raise LedgerError("a decision about money is about more than nothing.", fix="Enter the amount.")
    memo = f"Recoupment {show_money(amount)} tied to claim {owing.claim}"[:200]
    return check_entry(JournalEntry(f"recoupment/{reference}", on, memo, postings))


def _unapplied(payer: str, patient: str) -> tuple[Account, Account]:
    if bool(payer) == bool(patient):
        raise LedgerError(
            "money not applied is a payer's or a patient's.", fix="Name one of them, and only one."
        )
    if payer:
        return Account(AccountKind.UNAPPLIED, payer=payer), Account(AccountKind.CASH_CLEARING, payer=payer)
    return Account(AccountKind.UNAPPLIED, patient=patient), Account(AccountKind.PATIENT_CASH, patient=patient)


def _entry(
    key: str, debited: Account, credited: Account, amount: Money, *, on: date, memo: str, reason: str
) -> JournalEntry:
    if amount <= 0:
        raise LedgerError("a decision about money is about more than nothing.", fix="Enter the amount.")
    return check_entry(
        JournalEntry(key, on, memo[:200], move(debited, credited, amount, reason=reason[:120]))
    )
