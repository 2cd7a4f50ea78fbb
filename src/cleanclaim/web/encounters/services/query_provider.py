"""Questions to the provider: written, sent, answered, withdrawn. None of them mentions payment."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.encounters.models import Encounter, ProviderQuery
from cleanclaim.web.encounters.services.amend_note import amend_note
from cleanclaim.web.encounters.services.move_encounter import locked_encounter, move_encounter
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import EncounterState

MAX_TEXT = 2000
OPEN_OPTIONS = {"Other": ("other",), "Cannot be determined": ("cannot", "unable", "undetermined")}
"""What every question leaves open, unless an option that begins so does already."""

OF_MONEY = ("payment", "reimburse", "revenue", "drg weight", "higher paying", "billable amount", "profit")
_S = ProviderQuery.State


def write_query(
    *,
    encounter_id: UUID | str,
    question: str,
    options: Sequence[str],
    evidence: Sequence[dict[str, object]],
    actor: Actor,
    at: datetime,
    topic: str = "other",
) -> ProviderQuery:
    """Write a question of one's own as a draft; ``evidence`` holds spans of the latest note.

    Raises ``InvalidValue`` for an empty or overlong question, one that speaks of money, and a span
    whose words are not the note's.
    """
    encounter = locked_encounter(encounter_id)
    document = encounter.documents.order_by("-version")[0]
    text = document.text()
    for span in evidence:
        if text[int(str(span["start"])) : int(str(span["end"]))] != span["text"]:
            raise InvalidValue("the words that the question is about are not in the note.")
    position = encounter.queries.filter(source=document).aggregate(last=Max("position"))["last"] or 0
    row = ProviderQuery.objects.create(
        encounter=encounter,
        source=document,
        position=position + 1,
        topic=topic,
        question=_checked(question),
        options=_with_open_options(options),
        evidence=list(evidence),
        asked_by=actor.name[:80],
    )
    open_item(key=_key(row), kind=WorkItem.Kind.QUERY, reason=row.question, encounter=encounter, at=at)
    record(actor=actor, action="query.written", subject=row, at=at)
    return row


def send_query(
    *, query_id: UUID | str, question: str, options: Sequence[str], actor: Actor, at: datetime
) -> ProviderQuery:
    """Send a draft, in the words that the coder settled on; the encounter waits for the answer."""
    row = _locked(query_id, _S.DRAFT, "sent")
    encounter = locked_encounter(row.encounter_id)
    row.question, row.options = _checked(question), _with_open_options(options)
    row.state, row.sent_by, row.sent_at = _S.SENT, actor.name[:80], at
    row.save()
    if encounter.state == EncounterState.CODED:
        move_encounter(encounter=encounter, event="provider_queried", actor=actor, at=at)
    close_items(prefix=_key(row), at=at, outcome=f"sent by {actor.name}")
    open_item(
        key=f"{_key(row)}:sent",
        kind=WorkItem.Kind.QUERY,
        reason=f"The provider was asked: {row.question}",
        encounter=encounter,
        at=at,
    )
    record(actor=actor, action="query.sent", subject=row, at=at)
    return row


def answer_query(
    *, query_id: UUID | str, answer: str, actor: Actor, at: datetime, as_addendum: bool = False
) -> ProviderQuery:
    """Store a provider's answer; as an addendum it also becomes the next version of the note.

    Raises ``InvalidValue`` for an empty answer, ``StateError`` when the question is not waiting, or
    codes are accepted already and the note cannot be amended.
    """
    row = _locked(query_id, _S.SENT, "answered")
    said = answer.strip()
    if not said or len(said) > MAX_TEXT:
        raise InvalidValue(f"an answer has 1 to {MAX_TEXT} characters.", fix="Choose one, or write it.")
    row.state, row.answer, row.answered_by, row.answered_at = _S.ANSWERED, said, actor.name[:80], at
    row.save()
    close_items(prefix=f"{_key(row)}:sent", at=at, outcome=f"answered by {actor.name}")
    record(actor=actor, action="query.answered", subject=row, at=at)
    encounter = row.encounter
    if as_addendum:
        note = encounter.documents.order_by("-version")[0].text().rstrip()
        addendum = f"{note}\n\nADDENDUM {at:%Y-%m-%d} by {actor.name}, asked: {row.question}\n{said}\n"
        amend_note(encounter_id=encounter.pk, note=addendum, actor=actor, at=at)
    else:
        open_item(
            key=f"{_key(row)}:answered",
            kind=WorkItem.Kind.CODING,
            reason=f"The provider has answered. {row.question}",
            encounter=encounter,
            at=at,
        )
    return row


def withdraw_query(*, query_id: UUID | str, actor: Actor, at: datetime) -> ProviderQuery:
    """Withdraw a question that is not answered: it need not be asked, or not any more."""
    row = ProviderQuery.objects.select_for_update(of=("self",)).get(pk=query_id)
    if row.state not in (_S.DRAFT, _S.SENT):
        raise StateError(f"a question that is {row.get_state_display().lower()} cannot be withdrawn.")
    row.state = _S.WITHDRAWN
    row.save(update_fields=["state"])
    close_items(prefix=_key(row), at=at, outcome=f"withdrawn by {actor.name}")
    record(actor=actor, action="query.withdrawn", subject=row, at=at)
    return row


def settle_queries(*, encounter: Encounter, actor: Actor, at: datetime) -> None:
    """Withdraw what nobody has answered: the encounter's codes are accepted as it is documented."""
    for row in encounter.queries.filter(state__in=(_S.DRAFT, _S.SENT)):
        withdraw_query(query_id=row.pk, actor=actor, at=at)


def _locked(query_id: UUID | str, state: str, wanted: str) -> ProviderQuery:
    row = ProviderQuery.objects.select_for_update(of=("self",)).get(pk=query_id)
    if row.state != state:
        raise StateError(f"a question that is {row.get_state_display().lower()} cannot be {wanted}.")
    return row


def _checked(question: str) -> str:
    text = question.strip()
    if not text or len(text) > MAX_TEXT:
        raise InvalidValue(f"a question has 1 to {MAX_TEXT} characters.")
    if any(word in text.casefold() for word in OF_MONEY):
        raise InvalidValue(
            "a question to a provider speaks of the record, never of money.", fix="Leave it out."
        )
    return text


def _with_open_options(options: Sequence[str]) -> list[str]:
    given = list(dict.fromkeys(option.strip()[:200] for option in options if option.strip()))
    words = [option.casefold() for option in given]
    left_open = [
        option
        for option, beginnings in OPEN_OPTIONS.items()
        if not any(word.startswith(beginnings) for word in words)
    ]
    return given + left_open


def _key(row: ProviderQuery) -> str:
    return f"query:{row.encounter.number}:{row.source.version}:{row.position}"
