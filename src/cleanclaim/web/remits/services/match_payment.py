"""A person says which claim a payment answers, that it is not ours, or that it was matched wrongly."""

from datetime import datetime
from uuid import UUID

import msgspec

from cleanclaim.ledger import reversal_of
from cleanclaim.posting import ItemKind, claim_keys, post_remittance as engine_post
from cleanclaim.primitives import InvalidValue, StateError, show_money
from cleanclaim.remittance import ClaimPayment as EnginePayment, Remittance as EngineRemittance
from cleanclaim.web.accounting.balances import Owed
from cleanclaim.web.accounting.models import JournalEntry
from cleanclaim.web.accounting.selectors import entries_of_claims, entry_value
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.web.denials.services.answer_cases import withdraw_denial_cases
from cleanclaim.web.remits.models import ClaimPayment, PaymentDecision, Remittance
from cleanclaim.web.remits.services.apply_answers import (
    after_reversal,
    apply_answers,
    decisions_of,
    on_billed_lines,
)
from cleanclaim.web.remits.services.find_claims import (
    BEFORE_THE_PAYER,
    Answer,
    accounts_of,
    answer,
    locked_claim,
)
from cleanclaim.web.remits.services.post_remittance import unmatched_name
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.web.worklists.services.open_items import list_patient_balances
from cleanclaim.workflow import CLAIM

_What = PaymentDecision.What
_By = ClaimPayment.MatchedBy


def confirm_match(
    *,
    payment_id: UUID,
    claim_id: UUID,
    actor: Actor,
    at: datetime,
    reason: str = "",
    score: int | None = None,
) -> ClaimPayment:
    """Post an unmatched claim payment to the claim that a person chose.

    The same door as posting by number: the entry, the claim's move, what stays open. Raises
    ``StateError`` when it is decided already or its check closed, ``InvalidValue`` for a claim that no
    payer has.
    """
    payment, row = _undecided(payment_id)
    ours = locked_claim(claim_id)
    if ours.row.state in BEFORE_THE_PAYER:
        raise InvalidValue(
            f"claim {ours.number} has not gone to any payer: it is {ours.row.state}.",
            where="Claim",
            fix="Choose the claim that this payer was sent.",
        )
    value = row.value()
    chosen = _payment_in(value, payment.position)
    others = {
        each.position: each.claim_id
        for each in row.payments.filter(claim=ours.row).exclude(pk=payment.pk).only("position", "claim_id")
    }
    mine = answer(chosen, ours, _By.PERSON)
    keys = dict(zip((each.position for each in value.claims), claim_keys(value), strict=True))
    entry_row = _book(row, value, payment, mine, set(others), keys[payment.position], actor, at)
    payment.claim, payment.entry = ours.row, entry_row
    payment.matched_by, payment.lines = _By.PERSON, list(mine.changes)
    payment.save(update_fields=["claim", "entry", "matched_by", "lines"])
    _decide(payment, _What.MATCHED, reason, actor, at, claim=ours.row, entry=entry_row, score=score)
    close_items(
        prefix=f"{keys[payment.position]}/{ItemKind.UNMATCHED}",
        at=at,
        outcome=f"matched to claim {ours.number} by {actor.name}"[:200],
    )
    return payment


def _book(  # noqa: PLR0917 - one step of confirm_match
    row: Remittance,
    value: EngineRemittance,
    payment: ClaimPayment,
    mine: Answer,
    others: set[int],
    key: str,
    actor: Actor,
    at: datetime,
) -> JournalEntry | None:
    """Book the entry of one payment and apply what it decides; the check's other payments stay as booked."""
    ours, chosen = mine.claim, _payment_in(value, payment.position)
    account = accounts_of({payment.position: mine}, [chosen], [], row.payer_id)[ours.number]
    posted = tuple(
        entry for entry in entries_of_claims([ours.number]).get(ours.number, ()) if entry.key != key
    )
    known = {ours.number: msgspec.structs.replace(account, posted=posted)}
    here = {payment.position, *others}
    result = engine_post(
        value,
        known=known,
        on=at.date(),
        payer=row.payer_id,
        answers={
            each.position: ours.number if each.position in here else unmatched_name(each.position)
            for each in value.claims
        },
    )
    index = next(n for n, each in enumerate(value.claims) if each.position == payment.position)
    entries = [entry for entry in result.entries if result.claim_entries[index] == entry.key]
    entries = on_billed_lines(entries, {key: mine})
    again = JournalEntry.objects.filter(key__startswith=f"{key}/matched-again").count()
    if entries and JournalEntry.objects.filter(key=key).exists():
        entries = [msgspec.structs.replace(entries[0], key=f"{key}/matched-again {again + 1}")]
    rows = book_entries(entries=entries, actor=actor, at=at)
    if not result.decided[index] and not rows:
        mine_items = [item for item in result.open_items if item.claim == payment.position]
        why = mine_items[0].reason if mine_items else "It decides nothing."
        raise InvalidValue(f"this payment cannot be posted to a claim: {why}", fix="Set it aside instead.")
    apply_answers(
        row=row,
        payments=[chosen],
        answers={payment.position: mine},
        result=msgspec.structs.replace(result, entries=tuple(entries)),
        decisions=decisions_of([chosen]),
        actor=actor,
        at=at,
    )
    return rows[0] if rows else None


def declare_not_ours(*, payment_id: UUID, reason: str, actor: Actor, at: datetime) -> ClaimPayment:
    """Say that a payment is of no claim of ours; its money stays apart until it is returned.

    Raises ``InvalidValue`` without a reason, ``StateError`` when it is posted, decided or closed.
    """
    said = _reason(reason)
    payment, row = _undecided(payment_id)
    value = row.value()
    key = dict(zip((each.position for each in value.claims), claim_keys(value), strict=True))[
        payment.position
    ]
    payment.matched_by = _By.NOT_OURS
    payment.save(update_fields=["matched_by"])
    _decide(payment, _What.NOT_OURS, said, actor, at)
    close_items(
        prefix=f"{key}/{ItemKind.UNMATCHED}", at=at, outcome=f"not ours, said {actor.name}: {said}"[:200]
    )
    if payment.paid != 0:
        open_item(
            key=f"{key}/return",
            kind=WorkItem.Kind.REVIEW,
            reason=f"{show_money(payment.paid)} of trace {row.trace_number} is not ours: return it.",
            amount=payment.paid,
            remittance=row,
            at=at,
        )
    return payment


def take_back_match(*, payment_id: UUID, reason: str, actor: Actor, at: datetime) -> ClaimPayment:
    """Undo a match or a declaration: the entry is reversed, the payment waits for a person again.

    Raises ``InvalidValue`` without a reason, ``StateError`` when nothing was decided, the check is
    closed, or the payer has taken the payment back itself.
    """
    said = _reason(reason)
    payment, row = _locked(payment_id)
    if not payment.matched_by and payment.claim_id is None:
        raise StateError("nothing was decided about this payment.")
    value = row.value()
    key = dict(zip((each.position for each in value.claims), claim_keys(value), strict=True))[
        payment.position
    ]
    claim, entry = payment.claim, payment.entry
    if entry is not None:
        if hasattr(entry, "reversed_by"):
            raise StateError("the payer has taken that payment back itself; there is nothing left to undo.")
        undone = reversal_of(
            entry_value(entry),
            key=f"{entry.key}/taken-back",
            on=at.date(),
            memo=f"Match taken back: {said}"[:200],
        )
        book_entries(entries=[undone], actor=actor, at=at)
    payment.claim, payment.entry, payment.matched_by, payment.lines = None, None, "", []
    payment.save(update_fields=["claim", "entry", "matched_by", "lines"])
    withdraw_denial_cases(remittance=row, payment=payment, reason=f"match taken back: {said}", at=at)
    _decide(payment, _What.TAKEN_BACK, said, actor, at, claim=claim)
    close_items(prefix=f"{key}/", at=at, outcome=f"the match was taken back: {said}"[:200])
    open_item(
        key=f"{key}/{ItemKind.UNMATCHED}",
        kind=WorkItem.Kind.UNMATCHED,
        reason=f"A match was taken back ({said}): say which claim the payer answers.",
        amount=payment.paid,
        remittance=row,
        at=at,
    )
    if claim is not None:
        _settle_claim(claim, row, actor, at)
    return payment


def _settle_claim(claim: Claim, row: Remittance, actor: Actor, at: datetime) -> None:
    locked = Claim.objects.select_for_update(of=("self",)).select_related("patient").get(pk=claim.pk)
    event = after_reversal(locked)
    if CLAIM.allows(locked.state, event, actor.kind):
        move_claim(
            claim=locked,
            event=event,
            actor=actor,
            at=at,
            detail=f"a payment of trace {row.trace_number} was matched wrongly",
        )
    list_patient_balances(claims=[locked], owed=Owed([locked.patient_control_number]), at=at)


def _locked(payment_id: UUID) -> tuple[ClaimPayment, Remittance]:
    payment = ClaimPayment.objects.select_related("remittance").get(pk=payment_id)
    row = Remittance.objects.select_for_update(of=("self",)).get(pk=payment.remittance_id)
    payment = ClaimPayment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if row.closed_at is not None:
        raise StateError("the remittance is closed.", fix="Reopen it first.")
    return payment, row


def _undecided(payment_id: UUID) -> tuple[ClaimPayment, Remittance]:
    payment, row = _locked(payment_id)
    if row.state != Remittance.State.POSTED:
        raise StateError(f"the remittance is {row.state}: nothing of it is posted.")
    if payment.entry_id is not None or payment.matched_by == _By.NOT_OURS:
        raise StateError("somebody has decided about this payment already.", fix="Look at it again.")
    return payment, row


def _decide(
    payment: ClaimPayment,
    what: str,
    reason: str,
    actor: Actor,
    at: datetime,
    *,
    claim: Claim | None = None,
    entry: JournalEntry | None = None,
    score: int | None = None,
) -> None:
    PaymentDecision.objects.create(
        payment=payment,
        what=what,
        claim=claim,
        entry=entry,
        score=score,
        reason=reason.strip()[:200],
        made_by=actor.name[:80],
        made_by_user=actor.user_id,
        made_at=at,
    )
    record(actor=actor, action=f"claim_payment.{what}", subject=payment, at=at)


def _payment_in(value: EngineRemittance, position: int) -> EnginePayment:
    return next(each for each in value.claims if each.position == position)


def _reason(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise InvalidValue("such a decision needs a reason.", where="Reason", fix="Say why in a few words.")
    return said[:200]
