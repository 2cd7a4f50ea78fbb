"""Post one remittance: entries, claim payments, moves and open items in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from cleanclaim.ledger import AccountKind
from cleanclaim.posting import (
    ClaimAccount,
    ItemKind,
    PostingResult,
    payment_key,
    post_remittance as engine_post,
    remittance_key,
)
from cleanclaim.remittance import ClaimPayment as EnginePayment, Outcome, classify_claim
from cleanclaim.web.accounting.models import JournalEntry
from cleanclaim.web.accounting.selectors import (
    balance_with_payer,
    booked_charge,
    entries_of_claims,
    is_settled,
)
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import MACHINE_POSTER, record
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.web.patients.models import Payer
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.list_patient_balance import list_patient_balance
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import CLAIM, ClaimState

BEFORE_THE_PAYER = (
    ClaimState.DRAFT,
    ClaimState.HELD,
    ClaimState.CLEAN,
    ClaimState.RELEASED,
    ClaimState.QUEUED,
)
"""No payer has the claim: a decision about it is somebody else's mistake, or of an earlier version."""

REVERSAL = "22"
"""CLP02 of a claim payment that is taken back."""


def post_remittance(*, remittance_id: UUID | str, at: datetime) -> None:
    """Post a remittance that was received; one that is posted, or came before, changes nothing."""
    row = Remittance.objects.select_for_update().get(pk=remittance_id)
    if row.state != Remittance.State.RECEIVED:
        return
    value = row.value()
    key = remittance_key(value)
    if Remittance.objects.filter(key=key, state=Remittance.State.POSTED).exists():
        _finish(row, key, Remittance.State.REPEATED, at)
        return
    if value.payment != 0 and JournalEntry.objects.filter(key=payment_key(value)).exists():
        open_item(
            key=f"{key}/payment-booked",
            kind=WorkItem.Kind.REVIEW,
            reason=f"Payment {row.trace_number} is booked already, with other claims in it. Ask the payer.",
            amount=value.payment,
            remittance=row,
            at=at,
        )
        _finish(row, key, Remittance.State.HELD, at)
        return
    claims = _our_claims([payment.patient_control_number for payment in value.claims], row.payer_id)
    result = engine_post(value, known=_accounts(claims, row.payer_id), on=at.date(), payer=row.payer_id)
    book_entries(entries=result.entries, actor=MACHINE_POSTER, at=at)
    for payment, entry_key in zip(value.claims, result.claim_entries, strict=True):
        _store_payment(row, payment, claims.get(payment.patient_control_number), entry_key)
    decided = [p for p, is_decided in zip(value.claims, result.decided, strict=True) if is_decided]
    for payment in sorted(decided, key=_reversals_first):
        claim = claims.get(payment.patient_control_number)
        if claim is not None:
            _move(claim, payment, row, at)
    _list_open_items(row, claims, result, at)
    for claim in claims.values():
        _close_what_is_done(claim, row, at)
        list_patient_balance(claim=claim, at=at)
    _list_secondaries(row, claims, result, at)
    out = any(item.kind is ItemKind.TRANSACTION_OUT_OF_BALANCE for item in result.open_items)
    _finish(row, key, Remittance.State.HELD if out else Remittance.State.POSTED, at)


def _reversals_first(payment: EnginePayment) -> bool:
    """Sort key: what is taken back comes before the decision that replaces it, however they are listed."""
    return payment.status != REVERSAL


def _our_claims(numbers: Sequence[str], paying: str) -> dict[str, Claim]:
    """Return our claims of these numbers, locked, that are with a payer who it may be that pays here."""
    rows = Claim.objects.select_for_update(of=("self",)).filter(patient_control_number__in=numbers)
    found = {claim.patient_control_number: claim for claim in rows.select_related("patient").order_by("pk")}
    is_known = Payer.objects.filter(payer_id=paying).exists()
    return {
        number: claim
        for number, claim in found.items()
        if claim.state not in BEFORE_THE_PAYER and _may_pay(claim, paying, is_known=is_known)
    }


def _may_pay(claim: Claim, paying: str, *, is_known: bool) -> bool:
    """Return whether a claim's decision can be this payer's.

    A payer's id in an 835 often differs from the one on the 837. For an id that is nobody's and a
    claim with one coverage that is no doubt. Where it is another payer's, or there are several
    coverages, it is open whose money it is, and the claim payment stays unmatched.
    """
    payers = [coverage.payer.payer_id for coverage in claim.value().coverages]
    return paying in payers or (len(payers) <= 1 and not is_known)


def _accounts(claims: Mapping[str, Claim], paying: str) -> dict[str, ClaimAccount]:
    posted = entries_of_claims(list(claims))
    accounts = {}
    for number, claim in claims.items():
        value = claim.value()
        payers = [coverage.payer.payer_id for coverage in value.coverages]
        position = payers.index(paying) if paying in payers else value.billed_coverage
        payer = paying if paying in payers else claim.payer_id
        accounts[number] = ClaimAccount(
            patient_control_number=number,
            payer=payer,
            patient=claim.patient.number,
            next_payer=next(iter(payers[position + 1 :]), ""),
            open_amount=balance_with_payer(number, payer),
            charge=booked_charge(number),
            posted=posted.get(number, ()),
        )
    return accounts


def _store_payment(row: Remittance, payment: EnginePayment, claim: Claim | None, entry_key: str) -> None:
    ClaimPayment.objects.create(
        remittance=row,
        position=payment.position,
        claim=claim,
        patient_control_number=payment.patient_control_number[:38],
        status=payment.status[:4],
        charge=payment.charge,
        paid=payment.paid,
        patient_responsibility=payment.patient_responsibility,
        denied=classify_claim(payment).denied,
        entry=JournalEntry.objects.get(key=entry_key) if entry_key else None,
    )


def _move(claim: Claim, payment: EnginePayment, row: Remittance, at: datetime) -> None:
    decision = classify_claim(payment)
    if decision.outcome is Outcome.REVERSED:
        event = _after_reversal(claim, row)
    else:
        event = "denied" if decision.denied else "paid"
    detail = f"trace {row.trace_number}, paid {payment.paid} of {payment.charge}"
    if not CLAIM.allows(claim.state, event, MACHINE_POSTER.kind):
        open_item(
            key=f"payment:{row.key}:{payment.position}",
            kind=WorkItem.Kind.REVIEW,
            reason=f"A decision was posted for a claim that is {claim.state}, which no payer should have.",
            amount=payment.paid,
            claim=claim,
            remittance=row,
            at=at,
        )
        return
    if payment.payer_claim_control_number and not claim.payer_claim_control_number:
        claim.payer_claim_control_number = payment.payer_claim_control_number[:50]
        claim.save(update_fields=["payer_claim_control_number"])
    move_claim(claim=claim, event=event, actor=MACHINE_POSTER, at=at, detail=detail)
    if event != "payment_reversed" and is_settled(claim.patient_control_number):
        move_claim(claim=claim, event="settled", actor=MACHINE_POSTER, at=at, detail="nothing is owed")


def _close_what_is_done(claim: Claim, row: Remittance, at: datetime) -> None:
    """Close what waited for this payer on a claim when it owes nothing any more."""
    number = claim.patient_control_number
    if balance_with_payer(number, row.payer_id) != 0:
        return
    outcome = f"nothing is owed by {row.payer_id}, trace {row.trace_number}"
    close_items(prefix=f"secondary:{number}:{row.payer_id}", at=at, outcome=outcome)
    if balance_with_payer(number, claim.payer_id) == 0:
        denials = claim.work_items.filter(kind=WorkItem.Kind.DENIAL, closed_at=None)
        denials.exclude(remittance=row).update(closed_at=at, outcome=outcome)


def _after_reversal(claim: Claim, row: Remittance) -> str:
    """Return the event of a reversal: another decision that still stands keeps the claim where it is."""
    standing = (
        ClaimPayment.objects.filter(
            claim=claim, entry__isnull=False, entry__reverses=None, entry__reversed_by=None
        )
        .exclude(status=REVERSAL)
        .exclude(remittance=row)
    )
    last = standing.order_by("-entry__number").first()
    if last is None:
        return "payment_reversed"
    return "denied" if last.denied else "paid"


def _list_open_items(
    row: Remittance, claims: Mapping[str, Claim], result: PostingResult, at: datetime
) -> None:
    for item in result.open_items:
        open_item(
            key=item.key,
            kind=item.kind.value,
            reason=item.reason,
            amount=item.amount,
            claim=claims.get(item.patient_control_number),
            remittance=row,
            at=at,
        )


def _list_secondaries(
    row: Remittance, claims: Mapping[str, Claim], result: PostingResult, at: datetime
) -> None:
    """List each claim whose next payer now owes the share that the paying one left."""
    for entry in result.entries:
        for posting in entry.postings:
            claim = claims.get(posting.account.claim)
            owed = posting.account.kind is AccountKind.RECEIVABLE_PAYER and posting.debit > 0
            if claim is None or not owed or entry.reverses or posting.account.payer in ("", row.payer_id):
                continue
            if posting.account.payer == claim.payer_id:
                continue
            amount = balance_with_payer(claim.patient_control_number, posting.account.payer)
            open_item(
                key=f"secondary:{claim.patient_control_number}:{posting.account.payer}",
                kind=WorkItem.Kind.SECONDARY,
                reason=f"Bill the next payer, {posting.account.payer}: the first one left {amount} to it.",
                amount=amount,
                claim=claim,
                remittance=row,
                at=at,
            )


def _finish(row: Remittance, key: str, state: str, at: datetime) -> None:
    row.key, row.state = key, state
    row.save(update_fields=["key", "state"])
    record(actor=MACHINE_POSTER, action=f"remittance.{state}", subject=row, at=at)
