"""Somebody takes a patient's payment, or takes it back."""

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from cleanclaim.ledger import reversal_of
from cleanclaim.posting import allocate, post_patient_payment
from cleanclaim.primitives import InvalidValue, Money, StateError, show_money
from cleanclaim.web.accounting.models import PatientPayment
from cleanclaim.web.accounting.selectors import entry_value, is_settled, patient_owes
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.worklists.services.list_patient_balance import list_patient_balance
from cleanclaim.workflow import CLAIM

MOST = Decimal("999999.99")
_CARD = re.compile(r"\d[\d -]{11,}\d")


def take_payment(
    *,
    patient: Patient,
    receipt: str,
    amount: Money,
    method: str,
    reference: str,
    actor: Actor,
    at: datetime,
    applied: Mapping[str, Money] | None = None,
    keep_rest: bool = False,
) -> PatientPayment:
    """Book a patient's payment; without ``applied`` it goes to the oldest claims first.

    The same ``receipt`` again returns what it booked. Raises ``InvalidValue`` for a receipt of
    another patient or amount, for an amount that cannot be one, for more than is owed unless
    ``keep_rest`` keeps it as the patient's credit, and for a reference that looks like a card's number.
    """
    locked = Patient.objects.select_for_update(of=("self",)).get(pk=patient.pk)
    known = PatientPayment.objects.filter(receipt=receipt).first()
    if known is not None:
        if known.patient_id != locked.pk or known.amount != amount:
            raise InvalidValue(
                "that receipt was already written for another payment.",
                where="Receipt",
                fix="Open the account anew; it gives the next payment a receipt of its own.",
            )
        return known
    if not 0 < amount <= MOST or amount != round(amount, 2):
        raise InvalidValue(
            "the amount is not dollars and cents above nothing.", where="Amount", fix="Write it like 25.00."
        )
    if method not in PatientPayment.Method.values:
        raise InvalidValue("that is not a way to pay.", where="Method")
    if _CARD.search(reference):
        raise InvalidValue(
            "the reference looks like a card’s or account’s number.",
            where="Reference",
            fix="Enter the slip’s number instead.",
        )
    owed = patient_owes(locked.number)
    parts = dict(applied) if applied is not None else allocate(amount, list(owed.items()))
    for claim, part in parts.items():
        if part > owed.get(claim, Decimal(0)):
            raise InvalidValue(
                f"{show_money(part)} is more than the patient owes on claim {claim}.",
                where="Amount",
                fix="Apply less to it.",
            )
    rest = amount - sum(parts.values(), Decimal(0))
    if rest > 0 and not keep_rest:
        raise InvalidValue(
            f"the patient owes {show_money(amount - rest)}: {show_money(rest)} would be left over.",
            where="Amount",
            fix="Take less, or say that the rest is kept as a credit.",
        )
    entry = post_patient_payment(
        receipt=receipt, patient=locked.number, on=at.date(), amount=amount, applied=parts
    )
    (row,) = book_entries(entries=[entry], actor=actor, at=at)
    payment = PatientPayment.objects.create(
        patient=locked,
        entry=row,
        receipt=receipt,
        amount=amount,
        method=method,
        reference=reference.strip()[:40],
        taken_by=actor.name[:80],
        taken_at=at,
    )
    record(actor=actor, action="payment.taken", subject=payment, at=at)
    _settle(parts, actor, at)
    return payment


def take_back_payment(*, payment: PatientPayment, reason: str, actor: Actor, at: datetime) -> None:
    """Undo a patient's payment with an entry of its own (a check that bounced, a wrong patient).

    Raises ``InvalidValue`` without a reason, ``StateError`` when it is undone already.
    """
    if not reason.strip():
        raise InvalidValue("a payment is taken back with a reason.", where="Reason")
    Patient.objects.select_for_update(of=("self",)).get(pk=payment.patient_id)
    if hasattr(payment.entry, "reversed_by"):
        raise StateError(f"receipt {payment.receipt} is taken back already.")
    entry = entry_value(payment.entry)
    memo = f"Receipt {payment.receipt} taken back: {reason.strip()}"[:200]
    book_entries(
        entries=[reversal_of(entry, key=f"{entry.key}/taken-back", on=at.date(), memo=memo)],
        actor=actor,
        at=at,
    )
    record(actor=actor, action="payment.taken_back", subject=payment, at=at)
    claims = {posting.account.claim for posting in entry.postings if posting.account.claim}
    for claim in Claim.objects.select_for_update(of=("self",)).filter(patient_control_number__in=claims):
        list_patient_balance(claim=claim, at=at)
        if CLAIM.allows(claim.state, "paid", actor.kind) and not is_settled(claim.patient_control_number):
            move_claim(
                claim=claim, event="paid", actor=actor, at=at, detail="a patient’s payment was taken back"
            )


def _settle(parts: Mapping[str, Money], actor: Actor, at: datetime) -> None:
    for claim in Claim.objects.select_for_update(of=("self",)).filter(patient_control_number__in=list(parts)):
        number = claim.patient_control_number
        list_patient_balance(claim=claim, at=at)
        if is_settled(number) and CLAIM.allows(claim.state, "settled", actor.kind):
            move_claim(claim=claim, event="settled", actor=actor, at=at, detail="the patient has paid")
