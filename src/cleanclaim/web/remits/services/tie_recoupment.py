"""A person ties a provider adjustment (PLB) to the claim that it was for, or explains it in words."""

from datetime import datetime
from uuid import UUID

import msgspec

from cleanclaim.ledger import AccountKind, JournalEntry as EngineEntry, reversal_of
from cleanclaim.posting import Owing, provider_adjustment_keys, tie_recoupment as engine_tie
from cleanclaim.primitives import InvalidValue, Money, StateError, show_money
from cleanclaim.web.accounting.balances import Owed
from cleanclaim.web.accounting.selectors import entry_value
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.web.remits.models import ProviderAdjustment, RecoupmentTie, Remittance
from cleanclaim.web.remits.recoupments import left_of
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import CLAIM


def tie_to_claim(
    *, adjustment_id: UUID, claim_id: UUID, amount: Money, actor: Actor, at: datetime, reason: str = ""
) -> RecoupmentTie:
    """Tie ``amount`` dollars of an adjustment to a claim; the claim is owed again (or paid, if negative).

    Raises ``InvalidValue`` for more than is left, or an amount of the other sign.
    """
    row = _locked(adjustment_id)
    _require_part(row, amount)
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    number = row.ties.count() + 1
    entry = engine_tie(
        Owing(claim.patient_control_number, payer=claim.payer_id),
        amount,
        on=at.date(),
        reference=f"{row.pk}/{number}",
    )
    (booked,) = book_entries(entries=[_relieving(entry, row.remittance.payer_id)], actor=actor, at=at)
    tie = _write(row, amount, reason, actor, at, claim=claim, entry_id=booked.pk)
    if amount > 0:
        _reopen(claim, row, amount, actor, at)
    _close_when_explained(row, actor, at)
    return tie


def explain(*, adjustment_id: UUID, reason: str, actor: Actor, at: datetime) -> RecoupmentTie:
    """Say in words what the rest of an adjustment is that is about no claim (capitation, a levy, …)."""
    said = " ".join(reason.split())
    if not said:
        raise InvalidValue("an adjustment that is about no claim needs a reason.", where="Reason")
    row = _locked(adjustment_id)
    left = left_of([row])[row.pk]
    if left == 0:
        raise StateError("nothing of it is left to explain.")
    tie = _write(row, left, said, actor, at)
    _close_when_explained(row, actor, at)
    return tie


def take_back_tie(*, tie_id: UUID, reason: str, actor: Actor, at: datetime) -> RecoupmentTie:
    """Undo a tie: its entry is reversed, or its explanation no longer counts."""
    said = " ".join(reason.split())
    if not said:
        raise InvalidValue("a tie is taken back with a reason.", where="Reason")
    tie = RecoupmentTie.objects.select_related("adjustment__remittance").get(pk=tie_id)
    row = _locked(tie.adjustment_id)
    if tie.entry is None:
        return _write(row, -tie.amount, said, actor, at)
    if hasattr(tie.entry, "reversed_by"):
        raise StateError("it is taken back already.")
    undone = reversal_of(
        entry_value(tie.entry),
        key=f"{tie.entry.key}/taken-back",
        on=at.date(),
        memo=f"Tie taken back: {said}"[:200],
    )
    book_entries(entries=[undone], actor=actor, at=at)
    record(actor=actor, action="recoupment.taken_back", subject=tie, at=at)
    close_items(prefix=f"recouped:{row.pk}:", at=at, outcome=f"taken back: {said}"[:200])
    return tie


def _locked(adjustment_id: UUID) -> ProviderAdjustment:
    """Return the row; its remittance is the lock, because the row itself is never changed."""
    row = ProviderAdjustment.objects.get(pk=adjustment_id)
    row.remittance = Remittance.objects.select_for_update(of=("self",)).get(pk=row.remittance_id)
    return row


def _require_part(row: ProviderAdjustment, amount: Money) -> None:
    left = left_of([row])[row.pk]
    fits = 0 < amount <= left if left > 0 else left <= amount < 0
    if not fits:
        raise InvalidValue(
            f"{show_money(amount)} is not a part of the {show_money(left)} that is left.",
            where="Amount",
            fix="Enter an amount of the same sign, up to what is left.",
        )


def _relieving(entry: EngineEntry, payer_id: str) -> EngineEntry:
    """Return the entry with the adjustment's side under the payer's name in the remittance."""
    return msgspec.structs.replace(
        entry,
        postings=tuple(
            msgspec.structs.replace(posting, account=msgspec.structs.replace(posting.account, payer=payer_id))
            if posting.account.kind is AccountKind.PROVIDER_ADJUSTMENT
            else posting
            for posting in entry.postings
        ),
    )


def _write(
    row: ProviderAdjustment,
    amount: Money,
    reason: str,
    actor: Actor,
    at: datetime,
    *,
    claim: Claim | None = None,
    entry_id: UUID | None = None,
) -> RecoupmentTie:
    tie = RecoupmentTie.objects.create(
        adjustment=row,
        claim=claim,
        amount=amount,
        entry_id=entry_id,
        reason=" ".join(reason.split())[:200],
        made_by=actor.name[:80],
        made_by_user=actor.user_id,
        made_at=at,
    )
    record(actor=actor, action="recoupment.tied" if claim else "recoupment.explained", subject=tie, at=at)
    return tie


def _reopen(claim: Claim, row: ProviderAdjustment, amount: Money, actor: Actor, at: datetime) -> None:
    """A claim that is owed again is no longer closed, and somebody decides: agree, or dispute."""
    number = claim.patient_control_number
    if CLAIM.allows(claim.state, "paid", actor.kind) and not Owed([number]).is_settled(number):
        move_claim(
            claim=claim, event="paid", actor=actor, at=at, detail=f"the payer took {amount} back for it"
        )
    open_item(
        key=f"recouped:{row.pk}:{number}",
        kind=WorkItem.Kind.REVIEW,
        reason=(
            f"The payer took {show_money(amount)} back for this claim (reference {row.reference or 'none'}): "
            "agree and write it off or bill it on, or dispute it."
        ),
        amount=amount,
        claim=claim,
        remittance=row.remittance,
        at=at,
    )


def _close_when_explained(row: ProviderAdjustment, actor: Actor, at: datetime) -> None:
    if left_of([row])[row.pk] == 0:
        key = provider_adjustment_keys(row.remittance.value())[row.position - 1]
        close_items(prefix=f"{key}/", at=at, outcome=f"explained by {actor.name}"[:200])
