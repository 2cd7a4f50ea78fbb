"""A letter from its first words to the payer's answer: edited by people, each version kept."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from cleanclaim.parameters import Deadline, appeal_levels
from cleanclaim.primitives import InvalidValue, StateError, show_money
from cleanclaim.remittance import plain_reason
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.denials.denied import as_answered
from cleanclaim.web.denials.filing_proof import proof_of_filing
from cleanclaim.web.denials.letter_text import TO_FILL, LetterFacts, first_text
from cleanclaim.web.denials.models import DenialCase, Letter, LetterEvent, LetterVersion, Variance
from cleanclaim.web.denials.screens import LETTERS, evidence_of
from cleanclaim.web.denials.services.decide_case import answer_case, refuse_forbidden
from cleanclaim.web.denials.services.move_case import FOLLOW_UP, locked_case, move_case, write_event
from cleanclaim.web.denials.working import work_up_row
from cleanclaim.web.engine import parameters
from cleanclaim.web.patients.selectors import payers_billed
from cleanclaim.web.vault import seal
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow.denials import EVENT_OF_ACTION, WITH_PAYER, DenialState

MOST_CHARACTERS = 30_000
_ACTION_OF = {kind: action for action, kind in LETTERS.items()}


def begin_letter(*, case_id: UUID | str, kind: str, actor: Actor, at: datetime) -> Letter:
    """Begin a letter about a denial with the template's words; one that is a draft is gone on with.

    Raises ``StateError`` where a guardrail forbids the step, ``InvalidValue`` for a kind that there
    is not.
    """
    case = locked_case(case_id)
    action = _ACTION_OF.get(kind)
    if action is None:
        raise InvalidValue("there is no letter of that kind.", where="Letter")
    draft = case.letters.filter(kind=kind, state=Letter.State.DRAFT).first()
    if draft is not None:
        return draft
    worked = work_up_row(case, at.date())
    refuse_forbidden(case, worked, action)
    step = worked.step(action)
    until = step.deadline if step is not None and isinstance(step.deadline, Deadline) else None
    name, order = _level(case, step.level if step else "", at)
    payer = payers_billed().get(case.payer_id, case.payer_id)
    found = case.found()
    text = first_text(
        LetterFacts(
            today=at.date(),
            kind=kind,
            level_name=name,
            practice=case.practice.name,
            npi=case.practice.npi,
            payer=payer,
            claim=as_answered(case.version.value(), case.payer_id),
            payers_number=case.claim.payer_claim_control_number,
            decided_on=worked.facts.decided_on,
            trace=case.remittance.trace_number,
            line=case.billed_line,
            code=case.code,
            said=plain_reason(found.adjustment.carc) or "the reason that the code names",
            remarks=case.remarks,
            amount=show_money(case.amount),
            cause=worked.case.cause,
            due=until.last_day if until else None,
            due_sources=[str(source) for source in until.sources] if until else [],
            policy=_policy(case),
            evidence=[(each["code"], each["text"]) for each in evidence_of(case)],
            proof=proof_of_filing(case.claim),
        )
    )
    letter = Letter.objects.create(
        practice=case.practice,
        case=case,
        payer_id=case.payer_id,
        kind=kind,
        level=step.level if step else "",
        level_name=name,
        level_order=order,
        due=until.last_day if until else None,
        filed_when=until.filed_when if until else "",
        made_at=at,
    )
    _add_version(letter, text, 1, actor, at)
    _event(letter, "begun", actor, at)
    write_event(case=case, event="letter_made", actor=actor, at=at, detail=letter.get_kind_display())
    record(actor=actor, action="letter.begun", subject=letter, at=at, details={"kind": kind})
    return letter


def begin_dispute(*, variances: Sequence[Variance], text: str, actor: Actor, at: datetime) -> Letter:
    """Begin a letter that disputes amounts of one payer, contract and term."""
    first = variances[0]
    letter = Letter.objects.create(
        practice=first.practice,
        payer_id=first.payer_id,
        kind=Letter.Kind.DISPUTE,
        due=min((each.due for each in variances if each.due is not None), default=None),
        made_at=at,
    )
    _add_version(letter, text, 1, actor, at)
    for each in variances:
        each.letter, each.state = letter, Variance.State.DISPUTED
        each.save(update_fields=["letter", "state"])
    _event(letter, "begun", actor, at, f"{len(variances)} amounts")
    record(actor=actor, action="letter.begun", subject=letter, at=at, details={"variances": len(variances)})
    return letter


def locked_letter(letter_id: UUID | str) -> Letter:
    """Return the row, locked until the end of the transaction."""
    return Letter.objects.select_for_update(of=("self",)).select_related("case").get(pk=letter_id)


def save_letter(*, letter_id: UUID | str, text: str, actor: Actor, at: datetime) -> LetterVersion:
    """Keep what somebody wrote as the letter's next version; raises ``StateError`` once it is sent."""
    letter = locked_letter(letter_id)
    _require_draft(letter)
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > MOST_CHARACTERS:
        raise InvalidValue(f"a letter has 1 to {MOST_CHARACTERS} characters.", where="Letter")
    before = letter.versions.get(number=letter.current_version)
    if before.text() == said:
        return before
    letter.current_version += 1
    letter.save(update_fields=["current_version"])
    version = _add_version(letter, said, letter.current_version, actor, at)
    record(
        actor=actor,
        action="letter.edited",
        subject=letter,
        at=at,
        details={"version": letter.current_version},
    )
    return version


def places_to_fill(text: str) -> int:
    """Return how many places of a letter only a person can fill."""
    return text.count(TO_FILL)


def send_letter(
    *,
    letter_id: UUID | str,
    on: date,
    how: str,
    tracking: str,
    answer_due: date | None,
    actor: Actor,
    at: datetime,
) -> Letter:
    """Say that a letter went out: the case is with the payer, to be asked about when an answer is due.

    Raises ``InvalidValue`` while there are places to fill, no packet holds its words, or the day is
    ahead or after the last day; ``StateError`` once it was sent or where a guardrail forbids it now.
    """
    letter = locked_letter(letter_id)
    _require_draft(letter)
    version = letter.versions.get(number=letter.current_version)
    if missing := places_to_fill(version.text()):
        raise InvalidValue(
            f"{missing} place{'s' if missing > 1 else ''} of the letter wait to be filled.",
            where="Letter",
            fix=f"Replace what begins with {TO_FILL}",
        )
    if not version.packets.exists():
        raise InvalidValue(
            "there is no packet with these words yet.", fix="Make the packet first: it is what goes out."
        )
    if how not in Letter.How.values:
        raise InvalidValue("say how it went out.", where="How")
    if on > at.date():
        raise InvalidValue(f"{on} is ahead.", where="Sent on")
    if letter.due is not None and on > letter.due:
        raise InvalidValue(
            f"it was sent on {on}, after its last day {letter.due}.",
            where="Sent on",
            fix="Ask the payer for good cause, or drop the letter.",
        )
    letter.state, letter.sent_on, letter.sent_how, letter.tracking = (
        Letter.State.SENT,
        on,
        how,
        tracking.strip()[:60],
    )
    letter.answer_due = answer_due or on + timedelta(days=FOLLOW_UP[DenialState.APPEALED])
    letter.save()
    detail = f"{letter.get_sent_how_display()}{f', {letter.tracking}' if letter.tracking else ''}"
    _event(letter, "sent", actor, at, f"{on}: {detail}")
    record(actor=actor, action="letter.sent", subject=letter, at=at, details={"how": how})
    if letter.case_id is None:
        open_item(
            key=f"letter:{letter.pk}:",
            kind=WorkItem.Kind.REVIEW,
            reason=f"A letter to {letter.payer_id} of {on} waits for its answer: ask what became of it.",
            due=letter.answer_due,
            at=at,
        )
    else:
        case = locked_case(letter.case_id)
        action = _ACTION_OF[letter.kind]
        refuse_forbidden(case, work_up_row(case, at.date()), action)
        move_case(
            case=case,
            event=EVENT_OF_ACTION[action],
            actor=actor,
            at=at,
            detail=f"{letter.level_name or letter.get_kind_display()} sent on {on}, {detail}",
            ask_again=letter.answer_due,
        )
    return letter


def answer_letter(
    *,
    letter_id: UUID | str,
    response: str,
    on: date,
    recovered: Decimal | None,
    text: str,
    actor: Actor,
    at: datetime,
) -> Letter:
    """Say what the payer answered: the case is upheld, or paid after all; the next level opens.

    Raises ``StateError`` for a letter that is not out.
    """
    letter = locked_letter(letter_id)
    if letter.state != Letter.State.SENT:
        raise StateError("the letter is not out: there is nothing to answer.")
    if response not in Letter.Response.values or not response:
        raise InvalidValue("say what the payer answered.", where="Answer")
    if letter.sent_on is not None and not letter.sent_on <= on <= at.date():
        raise InvalidValue(f"{on} is before it was sent, or ahead.", where="Answered on")
    letter.state, letter.response, letter.answered_on = Letter.State.ANSWERED, response, on
    letter.save()
    words = letter.get_response_display()
    close_items(prefix=f"letter:{letter.pk}:", at=at, outcome=f"answered: {words.lower()}")
    _event(letter, "answered", actor, at, f"{on}: {words}. {text.strip()}"[:400])
    record(actor=actor, action="letter.answered", subject=letter, at=at, details={"response": response})
    if letter.case_id is not None:
        case = locked_case(letter.case_id)
        if case.state in WITH_PAYER:
            answer_case(
                case_id=case.pk,
                upheld=response in (Letter.Response.UPHELD, Letter.Response.MORE),
                recovered=recovered,
                detail=f"{letter.level_name or letter.get_kind_display()}: {words.lower()}. {text.strip()}"[
                    :400
                ],
                level_order=letter.level_order if response == Letter.Response.UPHELD else 0,
                decided_on=on,
                actor=actor,
                at=at,
            )
    for each in letter.variances.all():
        done = response in (Letter.Response.OVERTURNED, Letter.Response.PARTLY)
        each.state = Variance.State.RECOVERED if done else Variance.State.OPEN
        each.closed_at, each.outcome = (at, words) if done else (None, words)
        each.save(update_fields=["state", "closed_at", "outcome"])
    return letter


def drop_letter(*, letter_id: UUID | str, reason: str, actor: Actor, at: datetime) -> Letter:
    """Give a draft up; its versions stay."""
    letter = locked_letter(letter_id)
    _require_draft(letter)
    letter.state = Letter.State.DROPPED
    letter.save(update_fields=["state"])
    letter.variances.update(state=Variance.State.OPEN, letter=None)
    _event(letter, "dropped", actor, at, reason.strip())
    record(actor=actor, action="letter.dropped", subject=letter, at=at)
    return letter


def _require_draft(letter: Letter) -> None:
    if letter.state != Letter.State.DRAFT:
        raise StateError(f"the letter is {letter.state}: it is not changed any more.", fix="Begin a new one.")


def _add_version(letter: Letter, text: str, number: int, actor: Actor, at: datetime) -> LetterVersion:
    content = text.encode()
    return LetterVersion.objects.create(
        letter=letter,
        number=number,
        sealed_text=seal(content),
        sha256=hashlib.sha256(content).hexdigest(),
        made_by=actor.name[:80],
        made_at=at,
    )


def _event(letter: Letter, event: str, actor: Actor, at: datetime, detail: str = "") -> None:
    LetterEvent.objects.create(
        letter=letter,
        position=letter.events.count() + 1,
        event=event,
        detail=detail[:400],
        actor_kind=actor.kind,
        actor_name=actor.name[:80],
        at=at,
    )


def _level(case: DenialCase, key: str, at: datetime) -> tuple[str, int]:
    """Return the name and order of a level of appeal; nothing where no levels are on record."""
    facts = case.facts_on(at.date())
    levels = appeal_levels(parameters(), facts.payer_kind, facts.decided_on, payer_id=facts.payer_id)
    if isinstance(levels, tuple):
        for level in levels:
            if level.key == key:
                return level.name, level.order
    return "", 0


def _policy(case: DenialCase) -> list[str]:
    """Return the sources of what our edits said of the denied line, as the claim was sent."""
    scrub = case.version.scrubs.order_by("-at").first()
    if scrub is None:
        return []
    rows = scrub.findings.filter(family__in=("coverage", "ncci_ptp", "mue", "frequency")).order_by("position")
    found = [str(source) for row in rows if row.line in (None, case.billed_line) for source in row.sources]
    return list(dict.fromkeys(found))[:5]
