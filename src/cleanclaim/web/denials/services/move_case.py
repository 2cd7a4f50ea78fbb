"""Move a denial case along its table, with an entry in its history and its place on the work list."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.denials.models import DenialCase, DenialEvent
from cleanclaim.web.denials.working import Worked, work_up_row
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import open_item
from cleanclaim.workflow.denials import DENIAL, FINISHED, WITH_PAYER, DenialState

MAX_TEXT = 400
FOLLOW_UP = {DenialState.RESUBMITTED: 30, DenialState.ASKED: 30, DenialState.APPEALED: 60}
"""Days after which we ask what became of a step: our own habit, no payer's promise."""


def locked_case(case_id: UUID | str) -> DenialCase:
    """Return the row, locked until the end of the transaction."""
    return DenialCase.objects.select_for_update(of=("self",)).select_related("work_item").get(pk=case_id)


def move_case(
    *,
    case: DenialCase,
    event: str,
    actor: Actor,
    at: datetime,
    detail: str = "",
    recovered: Decimal | None = None,
    ask_again: date | None = None,
) -> None:
    """Make one move on a locked case; raises ``StateError`` when the table does not allow it.

    ``recovered`` is what came after all; ``ask_again`` the day on which to ask what became of a step
    that is with the payer.
    """
    source = case.state
    case.state = DENIAL.after(source, event, actor.kind)
    if case.state in FINISHED:
        case.closed_at, case.outcome = at, (detail or event.replace("_", " "))[:200]
        case.recovered = recovered if recovered is not None else Decimal(0)
    else:
        case.closed_at, case.outcome, case.recovered = None, "", None
    write_event(case=case, event=event, source=source, actor=actor, at=at, detail=detail)
    list_case(case=case, at=at, ask_again=ask_again)
    record(actor=actor, action=f"denial.{event}", subject=case, at=at, details={"code": case.code})


def write_event(
    *, case: DenialCase, event: str, actor: Actor, at: datetime, detail: str = "", source: str = ""
) -> None:
    """Add an entry to a case's history."""
    DenialEvent.objects.create(
        case=case,
        position=case.events.count() + 1,
        event=event,
        source=source,
        target=case.state,
        detail=detail[:MAX_TEXT],
        actor_kind=actor.kind,
        actor_name=actor.name[:80],
        at=at,
    )


def note_case(*, case: DenialCase, text: str, actor: Actor, at: datetime) -> None:
    """Write something about a case; raises ``InvalidValue`` for nothing or too much."""
    said = text.strip()
    if not said or len(said) > MAX_TEXT:
        raise InvalidValue(f"a note has 1 to {MAX_TEXT} characters.", where="Note")
    write_event(case=case, event="noted", actor=actor, at=at, detail=said)
    record(actor=actor, action="denial.noted", subject=case, at=at)


def list_case(*, case: DenialCase, at: datetime, ask_again: date | None = None) -> Worked:
    """Bring a case's stored next step, last day and work item up to the day; saves the case."""
    worked = work_up_row(case, at.date())
    case.next_action, case.due = worked.next_action, worked.due(at.date())
    item = case.work_item if case.work_item is not None and case.work_item.closed_at is None else None
    if case.state in FINISHED:
        case.next_action, case.due = "", None
        if item is not None:
            item.closed_at, item.outcome = at, f"denial {case.state.replace('_', ' ')}"[:200]
            item.save(update_fields=["closed_at", "outcome"])
        case.save()
        return worked
    if item is None:
        item = open_item(
            key=f"denial:{case.pk}",
            kind=WorkItem.Kind.DENIAL,
            reason=case.reason,
            amount=case.amount,
            due=case.due,
            claim=case.claim,
            remittance=case.remittance,
            at=at,
        )
        case.work_item = item
    if case.state in WITH_PAYER:
        again = ask_again or at.date() + timedelta(days=FOLLOW_UP[DenialState(case.state)])
        case.next_action, case.due = "wait", again
        item.deferred_until = again if again > at.date() else None
        item.reason = f"{case.reason}. With the payer since {at.date()}: ask what became of it."
    else:
        item.deferred_until, item.reason = None, case.reason
    item.due, item.amount = case.due, case.amount
    item.save(update_fields=["due", "amount", "deferred_until", "reason"])
    case.save()
    return worked
