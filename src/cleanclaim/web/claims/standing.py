"""Where a claim stands, in words and tones; and where its money is."""

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from cleanclaim.ledger import AccountKind
from cleanclaim.primitives import ZERO, Money
from cleanclaim.web.accounting.models import Posting
from cleanclaim.workflow import ClaimState

PAYMENT = "payment"
"""Reason of a posting that lowers what is owed by money that came."""


class Standing(msgspec.Struct, frozen=True):
    """A state as a person reads it: a word, a tone and a glyph, and what it means."""

    word: str
    tone: str
    glyph: str
    means: str


STANDINGS: dict[str, Standing] = {
    ClaimState.DRAFT: Standing("Draft", "grey", "begun", "It waits for the scrubber."),
    ClaimState.HELD: Standing("Held", "amber", "waits", "The payer would reject or deny it as it is."),
    ClaimState.CLEAN: Standing("Clean", "blue", "under_way", "Nothing blocks it; it waits for its release."),
    ClaimState.RELEASED: Standing(
        "Released", "blue", "under_way", "It goes into the next file to the payer."
    ),
    ClaimState.QUEUED: Standing("In a file", "blue", "under_way", "Its file waits to be handed over."),
    ClaimState.SENT: Standing("Sent", "blue", "under_way", "Its file was handed over; no answer yet."),
    ClaimState.RECEIVED: Standing("Received", "blue", "under_way", "The payer's gate took the file."),
    ClaimState.ACCEPTED: Standing("With the payer", "blue", "under_way", "The payer took it in and decides."),
    ClaimState.REJECTED: Standing("Rejected", "red", "stop", "The payer turned it away before deciding it."),
    ClaimState.PAID: Standing(
        "Paid", "green", "done", "The payer has decided; somebody still owes something."
    ),
    ClaimState.DENIED: Standing("Denied", "red", "stop", "The payer decided not to pay all or a part of it."),
    ClaimState.REVERSED: Standing("Taken back", "amber", "look", "The payer took its decision back."),
    ClaimState.CLOSED: Standing("Closed", "green", "done", "Nobody owes anything."),
}


class ClaimMoney(msgspec.Struct, frozen=True):
    """A claim's money in dollars, from its postings.

    ``billed`` = ``adjusted`` + ``paid`` + ``patient_paid`` + ``payer_owes`` + ``patient_owes``;
    ``allowed`` is what the payer left standing of the charge, nothing before a decision.
    """

    billed: Money
    allowed: Money | None
    adjusted: Money
    paid: Money
    patient_paid: Money
    payer_owes: Money
    patient_owes: Money

    @property
    def balance(self) -> Money:
        """What is owed by anybody."""
        return self.payer_owes + self.patient_owes

    @property
    def strip(self) -> dict[str, Money | None]:
        """The amounts under the words of the money strip."""
        return {
            "Billed": self.billed,
            "Allowed": self.allowed,
            "Adjusted": self.adjusted,
            "Payers paid": self.paid,
            "Patient paid": self.patient_paid,
            "Patient owes": self.patient_owes,
            "Balance": self.balance,
        }


def money_of(postings: Iterable[Posting], *, charge: Money, is_decided: bool, payer_id: str) -> ClaimMoney:
    """Return a claim's money; before its charges are booked ``charge`` is what it will bill.

    What the billed payer (``payer_id``) has not paid after its decision, it has not allowed.
    """
    sums: dict[str, Decimal] = {}
    paid = patient_paid = left_unpaid = ZERO
    booked = False
    for posting in postings:
        booked = True
        amount = posting.debit - posting.credit
        sums[posting.account] = sums.get(posting.account, ZERO) + amount
        if posting.account == AccountKind.RECEIVABLE_PAYER and posting.payer == payer_id:
            left_unpaid += amount
        if posting.reason.startswith(PAYMENT) and posting.account == AccountKind.RECEIVABLE_PAYER:
            paid -= amount
        if posting.account == AccountKind.PATIENT_CASH:
            patient_paid += amount
    if not booked:
        return ClaimMoney(charge, None, ZERO, ZERO, ZERO, charge, ZERO)
    billed = -sums.get(AccountKind.REVENUE, ZERO)
    adjusted = sums.get(AccountKind.CONTRACTUAL, ZERO) + sums.get(AccountKind.WRITE_OFF, ZERO)
    return ClaimMoney(
        billed=billed,
        allowed=billed - adjusted - left_unpaid if is_decided else None,
        adjusted=adjusted,
        paid=paid,
        patient_paid=patient_paid,
        payer_owes=sums.get(AccountKind.RECEIVABLE_PAYER, ZERO),
        patient_owes=sums.get(AccountKind.RECEIVABLE_PATIENT, ZERO),
    )
