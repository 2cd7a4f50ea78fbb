"""A person writes off, transfers, refunds or uses a credit; each is one entry, taken back by reversal."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from cleanclaim.ledger import JournalEntry as EngineEntry, reversal_of
from cleanclaim.posting import (
    Owing,
    WriteOffReason,
    apply_unapplied,
    refund_claim,
    refund_unapplied,
    transfer,
    write_off,
)
from cleanclaim.primitives import InvalidValue, Money, StateError, show_money
from cleanclaim.web.accounting.balances import Owed
from cleanclaim.web.accounting.models import MoneyDecision
from cleanclaim.web.accounting.selectors import entry_value, patient_credit, payer_credit
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.worklists.services.open_items import list_patient_balances
from cleanclaim.workflow import CLAIM

_Kind = MoneyDecision.Kind
PATIENT = "patient"
"""How forms name the patient among the debtors of a claim; anything else is a payer's id."""

REASONS = {
    WriteOffReason.BAD_DEBT: "bad debt",
    WriteOffReason.CHARITY: "charity care",
    WriteOffReason.DENIAL: "denied, not appealed",
    WriteOffReason.TIMELY_FILING: "filed too late",
    WriteOffReason.NO_AUTHORIZATION: "no authorization",
    WriteOffReason.SMALL_BALANCE: "small balance",
    WriteOffReason.COURTESY: "courtesy",
    WriteOffReason.PROTECTED_PATIENT: "the patient may not be billed",
    WriteOffReason.DECEASED: "deceased",
    WriteOffReason.BANKRUPTCY: "bankruptcy",
    WriteOffReason.OTHER: "another reason",
}
"""Reasons of write-offs in words."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for: the kind, whose debt (``PATIENT`` or a payer's id), how much, why."""

    kind: str
    debtor: str
    amount: Money
    note: str
    reference: str
    reason: str = ""
    to: str = ""


def decide_on_claim(*, claim_id: UUID, wish: Wish, actor: Actor, at: datetime) -> MoneyDecision:
    """Book a decision about what a payer or the patient owes on a claim.

    Raises ``InvalidValue`` for more than is owed (written off, transferred, paid by a credit) or more than
    the credit (refunded), without a note, or for a reference that was used for something else.
    """
    claim = Claim.objects.select_for_update(of=("self",)).select_related("patient").get(pk=claim_id)
    number = claim.patient_control_number
    known = _known(wish)
    if known is not None:
        return known
    owed = Owed([number])
    balance = owed.by_patient(number) if wish.debtor == PATIENT else owed.by_payer(number, wish.debtor)
    entry = _entry(claim, wish, balance, at)
    decision = _book(wish, entry, actor, at, claim=claim, patient=claim.patient)
    follow(claim, actor, at)
    return decision


def refund_credit(*, wish: Wish, actor: Actor, at: datetime, patient: Patient | None = None) -> MoneyDecision:
    """Pay back money that belongs to no claim: a patient's credit, or a payer's (``wish.debtor``).

    Raises ``InvalidValue`` for more than there is.
    """
    if patient is not None:
        Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    known = _known(wish)
    if known is not None:
        return known
    credit = patient_credit(patient.number) if patient is not None else payer_credit(wish.debtor)
    _require(wish, credit, "the credit is")
    entry = refund_unapplied(
        wish.amount,
        on=at.date(),
        reference=wish.reference,
        payer="" if patient is not None else wish.debtor,
        patient=patient.number if patient is not None else "",
    )
    return _book(wish, entry, actor, at, patient=patient)


def take_back_decision(*, decision_id: UUID, reason: str, actor: Actor, at: datetime) -> MoneyDecision:
    """Undo a decision with an entry of its own; raises without a reason, and when it is undone already."""
    said = " ".join(reason.split())
    if not said:
        raise InvalidValue("a decision is taken back with a reason.", where="Reason")
    decision = MoneyDecision.objects.select_related("entry", "claim").get(pk=decision_id)
    claim = (
        Claim.objects.select_for_update(of=("self",)).select_related("patient").get(pk=decision.claim_id)
        if decision.claim_id
        else None
    )
    if hasattr(decision.entry, "reversed_by"):
        raise StateError("it is taken back already.")
    undone = reversal_of(
        entry_value(decision.entry),
        key=f"{decision.entry.key}/taken-back",
        on=at.date(),
        memo=f"Taken back: {said}"[:200],
    )
    book_entries(entries=[undone], actor=actor, at=at)
    record(actor=actor, action="money.taken_back", subject=decision, at=at)
    if claim is not None:
        follow(claim, actor, at)
    return decision


def follow(claim: Claim, actor: Actor, at: datetime) -> None:
    """Let a locked claim's state and the work list follow what is owed on it now."""
    number = claim.patient_control_number
    owed = Owed([number])
    event = "settled" if owed.is_settled(number) else "paid"
    if (claim.state == "closed") != owed.is_settled(number) and CLAIM.allows(claim.state, event, actor.kind):
        move_claim(claim=claim, event=event, actor=actor, at=at, detail="decided by a person")
    list_patient_balances(claims=[claim], owed=owed, at=at)


def _entry(claim: Claim, wish: Wish, balance: Decimal, at: datetime) -> EngineEntry:
    owing = _owing(claim, wish.debtor)
    on, reference = at.date(), wish.reference
    match wish.kind:
        case _Kind.WRITE_OFF:
            if wish.reason not in list(WriteOffReason):
                raise InvalidValue("that is no reason to write off.", where="Reason")
            _require(wish, balance, "owed are")
            return write_off(
                owing, wish.amount, reason=WriteOffReason(wish.reason), on=on, reference=reference
            )
        case _Kind.TRANSFER:
            _require(wish, balance, "owed are")
            to = _owing(claim, wish.to)
            return transfer(owing, to, wish.amount, on=on, reference=reference, reason="transfer")
        case _Kind.REFUND:
            _require(wish, -balance, "the credit is")
            return refund_claim(owing, wish.amount, on=on, reference=reference)
        case _Kind.APPLY:
            _require(wish, balance, "owed are")
            credit = (
                patient_credit(claim.patient.number) if wish.debtor == PATIENT else payer_credit(wish.debtor)
            )
            _require(wish, credit, "the credit is")
            return apply_unapplied(owing, wish.amount, on=on, reference=reference)
        case _:
            raise InvalidValue("that is not a decision about money.", where="Decision")


def _owing(claim: Claim, debtor: str) -> Owing:
    if debtor == PATIENT:
        return Owing(claim.patient_control_number, patient=claim.patient.number)
    payers = {coverage.payer.payer_id for coverage in claim.value().coverages} | {claim.payer_id}
    if debtor not in payers:
        raise InvalidValue("that payer is not one of the claim's.", where="Who")
    return Owing(claim.patient_control_number, payer=debtor)


def _require(wish: Wish, most: Decimal, words: str) -> None:
    if not 0 < wish.amount <= most:
        raise InvalidValue(
            f"{show_money(wish.amount)} cannot be: {words} {show_money(most)}.",
            where="Amount",
            fix="Enter an amount above zero, up to that.",
        )


def _known(wish: Wish) -> MoneyDecision | None:
    if not wish.note.strip():
        raise InvalidValue("a decision about money is noted.", where="Note", fix="Say why in a few words.")
    if not wish.reference.isalnum() or len(wish.reference) > 40:
        raise InvalidValue("the form has no number of its own.", fix="Load the page again.")
    known = MoneyDecision.objects.filter(reference=wish.reference).first()
    if known is not None and (known.kind, known.amount) != (wish.kind, wish.amount):
        raise InvalidValue("this form was sent before, for something else.", fix="Load the page again.")
    return known


def _book(
    wish: Wish,
    entry: EngineEntry,
    actor: Actor,
    at: datetime,
    *,
    claim: Claim | None = None,
    patient: Patient | None = None,
) -> MoneyDecision:
    (row,) = book_entries(entries=[entry], actor=actor, at=at)
    decision = MoneyDecision.objects.create(
        kind=wish.kind,
        claim=claim,
        patient=patient,
        payer_id="" if wish.debtor == PATIENT else wish.debtor[:80],
        amount=wish.amount,
        reason=wish.reason[:30] or wish.kind,
        note=" ".join(wish.note.split())[:200],
        reference=wish.reference,
        entry=row,
        made_by=actor.name[:80],
        made_by_user=actor.user_id,
        made_at=at,
    )
    record(actor=actor, action=f"money.{wish.kind}", subject=decision, at=at)
    return decision
