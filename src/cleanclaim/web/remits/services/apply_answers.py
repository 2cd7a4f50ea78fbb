"""What the answers of a payer do besides their entries: payments kept, claims moved, work listed and closed.

Used by the posting of a whole remittance and by a person's later match of one payment: the same door.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from cleanclaim.ledger import AccountKind, JournalEntry as EngineEntry
from cleanclaim.posting import ItemKind, OpenItem, PostingResult
from cleanclaim.remittance import ClaimDecision, ClaimPayment as EnginePayment, Outcome, classify_claim
from cleanclaim.web.accounting.balances import Owed
from cleanclaim.web.accounting.models import JournalEntry
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.move_claims import ClaimMove, move_claims
from cleanclaim.web.database.bulk import insert_rows, update_rows
from cleanclaim.web.denials.services.compare_payments import compare_payments
from cleanclaim.web.denials.services.open_cases import open_denial_cases
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.remits.services.find_claims import Answer
from cleanclaim.web.tenancy import current_organization
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_items import Opening, list_patient_balances, open_items
from cleanclaim.workflow import CLAIM

REVERSAL = "22"
"""CLP02 of a claim payment that is taken back."""

_PAYMENT = (
    "organization_id",
    "remittance_id",
    "position",
    "claim_id",
    "patient_control_number",
    "status",
    "charge",
    "paid",
    "patient_responsibility",
    "denied",
    "entry_id",
    "matched_by",
    "lines",
)


def on_billed_lines(
    entries: Iterable[EngineEntry], answer_of: Mapping[str, Answer], known: Iterable[EngineEntry] = ()
) -> list[EngineEntry]:
    """Return entries whose postings name the billed line instead of the paid one; by the entry's key.

    A reversal repeats what it undoes, and what is ``known`` is booked: both stay.
    """
    booked = {entry.key for entry in known}
    found = []
    for entry in entries:
        answer = answer_of.get(entry.key)
        if answer is not None and not entry.reverses and entry.key not in booked:
            postings = tuple(
                posting
                if posting.line is None or answer.billed.get(posting.line) == posting.line
                else msgspec.structs.replace(posting, line=answer.billed.get(posting.line))
                for posting in entry.postings
            )
            entry = msgspec.structs.replace(entry, postings=postings)
        found.append(entry)
    return found


def store_payments(
    row: Remittance,
    payments: Sequence[EnginePayment],
    answers: Mapping[int, Answer],
    result: PostingResult,
    decisions: Mapping[int, ClaimDecision],
) -> None:
    """Keep each claim payment of a remittance, with our claim and entry where there are any."""
    keys = {key for key in result.claim_entries if key}
    booked: dict[str, UUID] = dict(
        JournalEntry.objects.filter(key__in=sorted(keys)).values_list("key", "pk") if keys else ()
    )
    organization = current_organization()
    rows = []
    for payment, entry_key in zip(payments, result.claim_entries, strict=True):
        answer = answers.get(payment.position)
        rows.append(
            (
                organization,
                row.pk,
                payment.position,
                answer.claim.row.pk if answer else None,
                payment.patient_control_number[:38],
                payment.status[:4],
                payment.charge,
                payment.paid,
                payment.patient_responsibility,
                decisions[payment.position].denied,
                booked[entry_key] if entry_key else None,
                answer.by if answer else "",
                _json(answer.changes) if answer else "[]",
            )
        )
    insert_rows(ClaimPayment, _PAYMENT, rows)


def apply_answers(
    *,
    row: Remittance,
    payments: Sequence[EnginePayment],
    answers: Mapping[int, Answer],
    result: PostingResult,
    decisions: Mapping[int, ClaimDecision],
    actor: Actor,
    at: datetime,
    others: Sequence[EnginePayment] = (),
) -> None:
    """Move the claims that ``payments`` decide, list what stays open and close what is done.

    ``others`` decide nothing (they are unmatched, estimates, do not add up) and are listed only.
    """
    claims = {each.claim.number: each.claim.row for each in answers.values()}
    owed = Owed(claims)
    _take_payers_numbers(payments, answers)
    openings = _move(row, payments, answers, decisions, owed, actor, at)
    answered = {position: answer.claim.row for position, answer in answers.items()}
    cased = open_denial_cases(remittance=row, payments=payments, claims=answered, at=at)
    compare_payments(remittance=row, payments=payments, claims=answered, at=at)
    shown = {payment.position for payment in (*payments, *others)}
    for item in result.open_items:
        if item.claim in cased and item.kind in (ItemKind.DENIAL, ItemKind.REJECTION):
            continue  # its denial cases list it, line by line
        answer = answers.get(item.claim) if item.claim is not None else None
        if item.claim is None or item.claim in shown:
            openings.append(_opening(item, row, answer))
    openings += _secondaries(row, claims, result, owed)
    open_items(openings=openings, at=at)
    _close_what_is_done(row, claims, owed, at)
    list_patient_balances(claims=list(claims.values()), owed=owed, at=at)


def decisions_of(payments: Iterable[EnginePayment]) -> dict[int, ClaimDecision]:
    """Return what each claim payment decided, by its position."""
    return {payment.position: classify_claim(payment) for payment in payments}


def _json(value: object) -> str:
    return json.dumps(value)


def _opening(item: OpenItem, row: Remittance, answer: Answer | None) -> Opening:
    return Opening(
        key=item.key,
        kind=item.kind.value,
        reason=item.reason,
        amount=item.amount,
        claim=answer.claim.row if answer else None,
        remittance_id=row.pk,
    )


def _take_payers_numbers(payments: Sequence[EnginePayment], answers: Mapping[int, Answer]) -> None:
    changed: dict[UUID, Claim] = {}
    for payment in payments:
        answer = answers.get(payment.position)
        if answer is None or not payment.payer_claim_control_number:
            continue
        claim = answer.claim.row
        if not claim.payer_claim_control_number:
            claim.payer_claim_control_number = payment.payer_claim_control_number[:50]
            changed[claim.pk] = claim
    if changed:
        update_rows(
            Claim,
            ["payer_claim_control_number"],
            [(claim.pk, claim.payer_claim_control_number) for claim in changed.values()],
        )


def _move(  # noqa: PLR0917 - its caller's own values
    row: Remittance,
    payments: Sequence[EnginePayment],
    answers: Mapping[int, Answer],
    decisions: Mapping[int, ClaimDecision],
    owed: Owed,
    actor: Actor,
    at: datetime,
) -> list[Opening]:
    """Move claims by what was decided, reversals first however they are listed; return what is odd."""
    moves: list[ClaimMove] = []
    odd: list[Opening] = []
    states: dict[UUID, str] = {}
    for payment in sorted(payments, key=lambda each: each.status != REVERSAL):
        answer = answers.get(payment.position)
        if answer is None:
            continue
        claim, decision = answer.claim.row, decisions[payment.position]
        if decision.outcome is Outcome.REVERSED:
            event = after_reversal(claim, but=row)
        else:
            event = "denied" if decision.denied else "paid"
        state = states.get(claim.pk, claim.state)
        if not CLAIM.allows(state, event, actor.kind):
            odd.append(
                Opening(
                    key=f"payment:{row.key}:{payment.position}",
                    kind=WorkItem.Kind.REVIEW,
                    reason=f"A decision was posted for a claim that is {state}, which no payer should have.",
                    amount=payment.paid,
                    claim=claim,
                    remittance_id=row.pk,
                )
            )
            continue
        detail = f"trace {row.trace_number}, paid {payment.paid} of {payment.charge}"
        moves.append(ClaimMove(claim, event, detail))
        state = CLAIM.after(state, event, actor.kind)
        if event != "payment_reversed" and owed.is_settled(answer.claim.number):
            moves.append(ClaimMove(claim, "settled", "nothing is owed"))
            state = CLAIM.after(state, "settled", actor.kind)
        states[claim.pk] = state
    move_claims(moves=moves, actor=actor, at=at)
    return odd


def after_reversal(claim: Claim, but: Remittance | None = None) -> str:
    """Return the event of a reversal: another decision that still stands keeps the claim where it is.

    The decisions of the remittance ``but`` do not count: they are being made.
    """
    standing = ClaimPayment.objects.filter(
        claim=claim, entry__isnull=False, entry__reverses=None, entry__reversed_by=None
    ).exclude(status=REVERSAL)
    if but is not None:
        standing = standing.exclude(remittance=but)
    last = standing.order_by("-entry__number").first()
    if last is None:
        return "payment_reversed"
    return "denied" if last.denied else "paid"


def _secondaries(
    row: Remittance, claims: Mapping[str, Claim], result: PostingResult, owed: Owed
) -> list[Opening]:
    """Return each claim whose next payer now owes the share that the paying one left."""
    found = []
    for entry in result.entries:
        for posting in entry.postings:
            number, payer = posting.account.claim, posting.account.payer
            claim = claims.get(number)
            owes = posting.account.kind is AccountKind.RECEIVABLE_PAYER and posting.debit > 0
            if claim is None or not owes or entry.reverses or payer in ("", row.payer_id, claim.payer_id):
                continue
            amount = owed.by_payer(number, payer)
            found.append(
                Opening(
                    key=f"secondary:{number}:{payer}",
                    kind=WorkItem.Kind.SECONDARY,
                    reason=f"Bill the next payer, {payer}: the first one left {amount} to it.",
                    amount=amount,
                    claim=claim,
                    remittance_id=row.pk,
                )
            )
    return found


def _close_what_is_done(row: Remittance, claims: Mapping[str, Claim], owed: Owed, at: datetime) -> None:
    """Close what waited for this payer on a claim when it owes nothing any more."""
    done = {number: claim for number, claim in claims.items() if owed.by_payer(number, row.payer_id) == 0}
    if not done:
        return
    outcome = f"nothing is owed by {row.payer_id}, trace {row.trace_number}"[:200]
    waiting = WorkItem.objects.filter(closed_at=None)
    waiting.filter(key__in=[f"secondary:{number}:{row.payer_id}" for number in done]).update(
        closed_at=at, outcome=outcome
    )
    paid = [claim.pk for number, claim in done.items() if owed.by_payer(number, claim.payer_id) == 0]
    waiting.filter(claim__in=paid, kind=WorkItem.Kind.DENIAL).exclude(remittance=row).update(
        closed_at=at, outcome=outcome
    )
