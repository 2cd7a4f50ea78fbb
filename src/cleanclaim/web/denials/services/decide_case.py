"""What a person decides about a denial: begin, take a step, say what came of it, give it up.

A guardrail that forbids a step forbids it here, whoever asks.
"""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from cleanclaim.posting import Owing, WriteOffReason, transfer, write_off
from cleanclaim.primitives import InvalidValue, StateError, encode_document, show_money
from cleanclaim.web.accounting.selectors import balance_with_payer
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.services.move_case import list_case, locked_case, move_case, write_event
from cleanclaim.web.denials.working import Worked, work_up_row
from cleanclaim.web.worklists.services.list_patient_balance import list_patient_balance
from cleanclaim.workflow.denials import EVENT_OF_ACTION, TO_WORK, Action, DenialState

BY_WORD = (Action.REOPEN, Action.SEND_RECORDS, Action.DISPUTE, Action.APPEAL, Action.BILL_NEXT_PAYER)
"""Steps of which a person says that they are done; the others change claims or money and have their own."""


def refuse_forbidden(case: DenialCase, worked: Worked, action: Action) -> None:
    """Raise ``StateError`` with the reason where a guardrail or a limit forbids a step."""
    rails = [rail for rail in worked.case.guardrails if action in rail.forbids]
    if rails:
        raise StateError(f"{action.value.replace('_', ' ')} is forbidden: {rails[0].because}")
    step = worked.step(action)
    if step is not None and not step.allowed:
        why = ", ".join(step.forbidden_by).replace("-", " ")
        raise StateError(f"{action.value.replace('_', ' ')} is not open any more: {why}.")
    if case.state not in TO_WORK:
        raise StateError(
            f"the denial is {case.state.replace('_', ' ')}; the next step is not ours.",
            fix="Say what the payer answered first, or take the last step back.",
        )


def start_case(*, case_id: UUID | str, actor: Actor, at: datetime) -> DenialCase:
    """Say that somebody is at it; a case that is worked on already stays as it is."""
    case = locked_case(case_id)
    if case.state == DenialState.OPEN:
        move_case(case=case, event="started", actor=actor, at=at)
    return case


def take_step(
    *,
    case_id: UUID | str,
    action: Action,
    detail: str,
    actor: Actor,
    at: datetime,
    ask_again: date | None = None,
) -> DenialCase:
    """Note that a step was taken outside of this program (a call, a portal, a form).

    Raises ``StateError`` where it is forbidden, ``InvalidValue`` without a word of how it was done.
    """
    case = locked_case(case_id)
    if action not in BY_WORD:
        raise InvalidValue("that step is taken in its own place.", where="Step")
    if not detail.strip():
        raise InvalidValue("say how it was done.", where="How", fix="Name the form, the call or the number.")
    refuse_forbidden(case, work_up_row(case, at.date()), action)
    move_case(
        case=case,
        event=EVENT_OF_ACTION[action],
        actor=actor,
        at=at,
        detail=detail.strip(),
        ask_again=ask_again,
    )
    return case


def answer_case(
    *,
    case_id: UUID | str,
    upheld: bool,
    recovered: Decimal | None,
    detail: str,
    level_order: int = 0,
    decided_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> DenialCase:
    """Say what the payer answered: it stays with its decision, or pays after all.

    ``level_order`` is the order of the level of appeal that was decided: the next level's days count
    from ``decided_on``. Money is posted with its remittance, not here.
    """
    case = locked_case(case_id)
    if upheld:
        facts = case.facts_on(at.date())
        if level_order:
            facts = msgspec.structs.replace(
                facts,
                appealed=max(facts.appealed, level_order),
                decided_on=decided_on or at.date(),
                received_on=None,
            )
            case.facts = encode_document(facts).decode()
        move_case(case=case, event="upheld", actor=actor, at=at, detail=detail)
        return case
    amount = case.amount if recovered is None else recovered
    if not 0 < amount <= case.amount:
        raise InvalidValue(
            f"what was recovered is more than nothing and at most {show_money(case.amount)}.",
            where="Recovered",
        )
    move_case(case=case, event="overturned", actor=actor, at=at, detail=detail, recovered=amount)
    return case


def take_step_back(*, case_id: UUID | str, reason: str, actor: Actor, at: datetime) -> DenialCase:
    """Take back a step that was not taken after all, or open a finished case again."""
    case = locked_case(case_id)
    if not reason.strip():
        raise InvalidValue("say why.", where="Why")
    event = "opened_again" if case.closed_at is not None else "step_taken_back"
    if case.state in (DenialState.WRITTEN_OFF, DenialState.PATIENT):
        raise StateError(
            "its amount was moved in the ledger.",
            fix="Reverse that entry in the account, then open the case.",
        )
    move_case(case=case, event=event, actor=actor, at=at, detail=reason.strip())
    return case


def write_off_case(*, case_id: UUID | str, reason: str, why: str, actor: Actor, at: datetime) -> DenialCase:
    """Give a denied amount up by a person's decision: booked by its reason, and the case ends.

    Raises ``StateError`` where a guardrail forbids it, ``InvalidValue`` for a reason that there is not,
    no words, or more than the payer still owes.
    """
    case = locked_case(case_id)
    if reason not in {each.value for each in WriteOffReason} or not why.strip():
        raise InvalidValue("a write-off needs a reason from the list and a word why.", where="Reason")
    refuse_forbidden(case, work_up_row(case, at.date()), Action.WRITE_OFF)
    entry = write_off(
        Owing(case.claim.patient_control_number, payer=case.payer_id),
        _still_owed(case),
        reason=WriteOffReason(reason),
        on=at.date(),
        reference=_reference(case),
    )
    book_entries(entries=(entry,), actor=actor, at=at)
    move_case(
        case=case,
        event="written_off",
        actor=actor,
        at=at,
        detail=f"{show_money(case.amount)}, {reason.replace('_', ' ')}: {why.strip()}",
    )
    return case


def bill_patient(*, case_id: UUID | str, why: str, actor: Actor, at: datetime) -> DenialCase:
    """Move a denied amount to the patient, where law and contract allow it; raises ``StateError`` else."""
    case = locked_case(case_id)
    worked = work_up_row(case, at.date())
    refuse_forbidden(case, worked, Action.BILL_PATIENT)
    if worked.step(Action.BILL_PATIENT) is None:
        raise StateError("the playbook of this cause never bills the patient.")
    claim = case.claim
    number = claim.patient_control_number
    entry = transfer(
        Owing(number, payer=case.payer_id),
        Owing(number, patient=claim.patient.number),
        _still_owed(case),
        on=at.date(),
        reference=_reference(case),
        reason=f"denied {case.code}",
    )
    book_entries(entries=(entry,), actor=actor, at=at)
    list_patient_balance(claim=claim, at=at)
    move_case(case=case, event="patient_billed", actor=actor, at=at, detail=why.strip())
    return case


def change_facts(
    *,
    case_id: UUID | str,
    qmb: bool,
    surprise_bill: bool,
    notice_signed: bool,
    restricted: bool,
    ptp_indicator: str,
    actor: Actor,
    at: datetime,
) -> DenialCase:
    """Say what neither claim nor answer tells; guardrails and steps follow from it at once."""
    case = locked_case(case_id)
    if ptp_indicator not in ("", "0", "1", "9"):
        raise InvalidValue("an NCCI modifier indicator is 0, 1 or 9.", where="Indicator")
    before = case.facts_on(at.date())
    after = msgspec.structs.replace(
        before,
        qmb=qmb,
        surprise_bill=surprise_bill,
        notice_signed=notice_signed,
        restricted=restricted,
        ptp_indicator=ptp_indicator,
    )
    changed = [name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name)]
    if not changed:
        return case
    case.facts = encode_document(after).decode()
    words = ", ".join(f"{name.replace('_', ' ')}: {_said(getattr(after, name))}" for name in changed)
    write_event(case=case, event="facts_changed", actor=actor, at=at, detail=words)
    list_case(case=case, at=at)
    record(actor=actor, action="denial.facts_changed", subject=case, at=at, details={"fields": changed})
    return case


def _said(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, str(value) or "not known")  # type: ignore[call-overload]


def _still_owed(case: DenialCase) -> Decimal:
    owed = balance_with_payer(case.claim.patient_control_number, case.payer_id)
    amount = min(case.amount, owed)
    if amount <= 0:
        raise InvalidValue(
            "the payer owes nothing on that claim any more.",
            fix="Look at the account: it is settled already.",
        )
    return amount


def _reference(case: DenialCase) -> str:
    """A case that was opened again may be decided again: the number of its moves tells decisions apart."""
    return f"denial/{case.pk}/{case.events.count()}"
