"""What posting is told of our claims, and what it gives back."""

from decimal import Decimal
from enum import StrEnum

import msgspec

from cleanclaim.ledger import JournalEntry
from cleanclaim.primitives import Money
from cleanclaim.remittance import Difference


class ClaimAccount(msgspec.Struct, frozen=True):
    """One of our claims, as far as a remittance needs to know it.

    ``payer`` is who pays in this remittance, as the ledger names it; ``next_payer`` the one
    billed after it, empty when there is none; ``open_amount`` what this payer still owes for
    the claim in dollars before this remittance, ``charge`` what is booked as billed under its
    number in dollars (every payer of the claim answers the same charge), each when the caller
    knows it and not compared otherwise; ``posted`` the entries booked for the claim so far,
    oldest first, among which a reversal finds what it undoes.
    """

    patient_control_number: str
    payer: str
    patient: str
    next_payer: str = ""
    open_amount: Money | None = None
    posted: tuple[JournalEntry, ...] = ()
    charge: Money | None = None


class ItemKind(StrEnum):
    """Why something stays open after posting."""

    TRANSACTION_OUT_OF_BALANCE = "transaction_out_of_balance"
    CLAIM_OUT_OF_BALANCE = "claim_out_of_balance"
    UNMATCHED = "unmatched"
    DENIAL = "denial"
    REJECTION = "rejection"
    REVIEW = "review"
    NOT_OUR_CLAIM = "not_our_claim"
    PREDETERMINATION = "predetermination"
    REVERSAL_WITHOUT_ORIGINAL = "reversal_without_original"
    REVERSAL_DIFFERS = "reversal_differs"
    PROVIDER_ADJUSTMENT = "provider_adjustment"


class OpenItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something a person must see. ``key`` is stable: the same remittance gives the same keys.

    ``amount`` is the dollars at stake, ``unapplied`` how much of the payment waits for it
    (negative when money was taken back). ``reason`` is a plain sentence without patient data.
    ``claim`` is the position of the claim payment in the remittance, ``line`` of its line.
    ``rule`` names the row of the classification, ``appeal`` whether that decision can be
    appealed, nothing where the question does not arise.
    """

    key: str
    kind: ItemKind
    reason: str
    amount: Money
    unapplied: Money = Decimal("0.00")
    patient_control_number: str = ""
    payer: str = ""
    claim: int | None = None
    line: int | None = None
    group_code: str = ""
    carc: str = ""
    remarks: tuple[str, ...] = ()
    rule: str = ""
    appeal: bool | None = None
    differences: tuple[Difference, ...] = ()


class PostingResult(msgspec.Struct, frozen=True):
    """What a remittance becomes: entries to book, items to list.

    ``key`` is that of the remittance. For each claim payment, in order: ``claim_entries`` has the
    key of its entry, ``""`` where no money moved; ``decided`` whether it is a decision (paid,
    denied, rejected or reversed) on a known claim that adds up. A full denial is decided without
    an entry; what is unmatched, out of balance, an estimate or another payer's is not decided.
    """

    key: str
    entries: tuple[JournalEntry, ...]
    open_items: tuple[OpenItem, ...]
    claim_entries: tuple[str, ...] = ()
    decided: tuple[bool, ...] = ()
