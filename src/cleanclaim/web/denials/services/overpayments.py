"""Money that must go back to a payer: identified by a person, investigated, returned in time.

``docs/algorithms/underpayments.md`` has the clock: 60 days from identification, suspended by a timely
investigation, for the kinds of payer whose rule is on record.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cleanclaim.parameters import Deadline, NotKnown
from cleanclaim.posting import Owing, refund_claim
from cleanclaim.primitives import ZERO, InvalidValue, StateError, show_money
from cleanclaim.web.accounting.selectors import balance_with_payer
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.denials.models import Overpayment, OverpaymentEvent
from cleanclaim.web.engine import parameters
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow.denials import kind_of_payer
from cleanclaim.workflow.underpayments import Overpayment as EngineOverpayment, ReturnBy, return_by

CHECK, OFFSET = "check", "offset"
HOWS = {CHECK: "by check or transfer", OFFSET: "taken by the payer from a remittance"}
_STANDING = (Overpayment.State.OPEN, Overpayment.State.INVESTIGATING)


def clock_of(row: Overpayment, today: date) -> ReturnBy:
    """Return until when an overpayment goes back, with the derivation, as seen on a day."""
    return return_by(
        EngineOverpayment(
            payer_kind=row.payer_kind,
            amount=row.amount,
            received=row.received,
            identified=row.identified,
            investigation_began=row.investigation_began,
            investigation_ended=row.investigation_ended,
        ),
        parameters=parameters(),
        today=today,
    )


def identify_overpayment(
    *,
    claim: Claim,
    payer_id: str,
    amount: Decimal | None,
    why: str,
    received: date,
    identified: date,
    actor: Actor,
    at: datetime,
) -> Overpayment:
    """Say that a payer paid too much: from now on its clock runs.

    Raises ``InvalidValue`` for no amount or reason, days ahead, or a payer that the claim does not have.
    """
    said = why.strip()[:200]
    if amount is None or amount <= 0 or not said:
        raise InvalidValue("an overpayment has an amount and a reason.", where="Overpayment")
    if not received <= identified <= at.date():
        raise InvalidValue(
            "it is received first, identified then, and neither is ahead.",
            where="Days",
            fix="Correct the days.",
        )
    value = claim.value()
    coverage = next((each for each in value.coverages if each.payer.payer_id == payer_id), None)
    if coverage is None:
        raise InvalidValue("the claim has no such payer.", where="Payer")
    row = Overpayment(
        practice_id=claim.practice_id,
        claim=claim,
        payer_id=payer_id,
        payer_kind=kind_of_payer(parameters(), coverage.filing_indicator, identified),
        amount=amount,
        why=said,
        received=received,
        identified=identified,
        made_by=actor.name[:80],
        made_at=at,
    )
    _save(row, "identified", f"{show_money(amount)}: {said}", actor, at)
    return row


def begin_investigation(
    *, overpayment_id: UUID | str, on: date, why: str, actor: Actor, at: datetime
) -> Overpayment:
    """Begin a good-faith investigation: the clock stands still, within its limit."""
    row = _locked(overpayment_id)
    if row.state != Overpayment.State.OPEN or row.investigation_began is not None:
        raise StateError(f"the overpayment is {row.state}: an investigation begins once, while it is open.")
    if on < row.identified or on > at.date() or not why.strip():
        raise InvalidValue(
            "it begins on a day from identification to today, with a reason.", where="Investigation"
        )
    row.investigation_began, row.state = on, Overpayment.State.INVESTIGATING
    _save(row, "investigation_began", f"{on}: {why.strip()}", actor, at)
    return row


def end_investigation(
    *, overpayment_id: UUID | str, on: date, owed: bool, why: str, actor: Actor, at: datetime
) -> Overpayment:
    """End the investigation: it is owed, and the clock goes on, or it is none."""
    row = _locked(overpayment_id)
    if row.state != Overpayment.State.INVESTIGATING or row.investigation_began is None:
        raise StateError("no investigation is under way.")
    if on < row.investigation_began or on > at.date() or not why.strip():
        raise InvalidValue(
            "it ends on a day from its beginning to today, with what was found.", where="Investigation"
        )
    row.investigation_ended = on
    row.state = Overpayment.State.OPEN if owed else Overpayment.State.NOT_OWED
    row.outcome = "" if owed else why.strip()[:200]
    _save(row, "investigation_ended", f"{on}: {why.strip()}", actor, at)
    return row


def return_overpayment(
    *, overpayment_id: UUID | str, on: date, how: str, reference: str, actor: Actor, at: datetime
) -> Overpayment:
    """Say that the money went back. By check it is booked as a refund; an offset is booked by its remittance.

    Raises ``InvalidValue`` where the account shows no such credit: then a refund would make the payer owe.
    """
    row = _locked(overpayment_id)
    if row.state not in _STANDING:
        raise StateError(f"the overpayment is {row.state.replace('_', ' ')} already.")
    if how not in HOWS or on > at.date() or on < row.identified:
        raise InvalidValue("say when and how it went back.", where="Return")
    number = row.claim.patient_control_number
    if how == CHECK:
        credit = max(ZERO, -balance_with_payer(number, row.payer_id))
        if credit < row.amount:
            raise InvalidValue(
                f"the account shows a credit of {show_money(credit)}, not of {show_money(row.amount)}.",
                where="Return",
                fix="Post the payer's corrected decision first, or say that it takes it from a remittance.",
            )
        entry = refund_claim(
            Owing(number, payer=row.payer_id), row.amount, on=on, reference=f"overpayment/{row.pk}"
        )
        book_entries(entries=(entry,), actor=actor, at=at)
    row.state, row.returned_on = Overpayment.State.RETURNED, on
    row.returned_how = f"{HOWS[how]}{f', {reference.strip()}' if reference.strip() else ''}"[:60]
    row.outcome = f"returned on {on}"
    _save(row, "returned", f"{on} {row.returned_how}", actor, at)
    return row


def _locked(overpayment_id: UUID | str) -> Overpayment:
    return Overpayment.objects.select_for_update(of=("self",)).select_related("claim").get(pk=overpayment_id)


def _save(row: Overpayment, event: str, detail: str, actor: Actor, at: datetime) -> None:
    clock = clock_of(row, at.date())
    row.due = clock.deadline.last_day if isinstance(clock.deadline, Deadline) else None
    if row.state not in _STANDING:
        row.due = None
    row.save()
    OverpaymentEvent.objects.create(
        overpayment=row,
        position=row.events.count() + 1,
        event=event,
        detail=detail[:400],
        actor_kind=actor.kind,
        actor_name=actor.name[:80],
        at=at,
    )
    record(actor=actor, action=f"overpayment.{event}", subject=row, at=at)
    key = f"overpaid:{row.pk}:"
    if row.state not in _STANDING:
        close_items(prefix=key, at=at, outcome=row.outcome or row.state)
        return
    why = clock.deadline.reason if isinstance(clock.deadline, NotKnown) else ""
    reason = f"Overpaid by {row.payer_id}: {row.why} Return it{f' ({why})' if why else ''}."
    item = open_item(
        key=key,
        kind=WorkItem.Kind.REVIEW,
        reason=reason,
        amount=row.amount,
        due=row.due,
        claim=row.claim,
        at=at,
    )
    if item.due != row.due:
        item.due = row.due
        item.save(update_fields=["due"])
