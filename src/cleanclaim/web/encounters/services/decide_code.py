"""A coder decides codes one by one, before accepting the encounter as a whole."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from cleanclaim.primitives import ICD10CM, InvalidValue, StateError
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.encounters.models import CodeAssignment, Encounter
from cleanclaim.web.encounters.selectors import current_codes
from cleanclaim.web.encounters.services.accept_codes import refuse_invalid
from cleanclaim.web.encounters.services.move_encounter import locked_encounter
from cleanclaim.workflow import PERSON, EncounterState

OPEN = (EncounterState.CODED, EncounterState.QUERIED)
MAX_REASON = 200
_D = CodeAssignment.Decision


def decide_code(
    *, assignment_id: UUID | str, decision: str, actor: Actor, at: datetime, reason: str = ""
) -> CodeAssignment:
    """Accept or reject one proposed code, or put it back to proposed; it stays changeable until the
    encounter is accepted.

    Raises ``InvalidValue`` for a rejection without a reason and for a code that is not valid on the
    day, ``StateError`` when the encounter's codes are decided, ``CodeAssignment.DoesNotExist`` for none.
    """
    row = CodeAssignment.objects.get(pk=assignment_id)
    encounter = _open_encounter(row.encounter_id, actor)
    why = reason.strip()[:MAX_REASON]
    if decision not in _D.values:
        raise InvalidValue(f"{decision[:20]!r} is not a decision.")
    if decision == _D.REJECTED and not why:
        raise InvalidValue(
            f"{row.code} is rejected without a reason.", fix="Say why: it teaches the next one."
        )
    if decision == _D.ACCEPTED:
        refuse_invalid(row.code, encounter, unverified=False)
        row.sequence = row.sequence or _last(encounter) + 1
    else:
        row.sequence = None
    row.decision, row.reason = decision, why if decision == _D.REJECTED else ""
    row.decided_by = "" if decision == _D.PROPOSED else actor.name[:80]
    row.decided_at = None if decision == _D.PROPOSED else at
    row.save()
    record(actor=actor, action=f"code.{decision}", subject=row, at=at, details={"code": row.code})
    return row


def add_code(*, encounter_id: UUID | str, code: str, actor: Actor, at: datetime) -> CodeAssignment:
    """Add a diagnosis code that was not proposed, accepted and last in sequence.

    Raises ``InvalidValue`` for a code that is not valid on the day or is there already.
    """
    encounter = _open_encounter(encounter_id, actor)
    parsed = ICD10CM.parse(code).value
    refuse_invalid(parsed, encounter, unverified=False)
    before = current_codes(encounter).filter(system="ICD10CM", code=parsed).first()
    if before is not None:
        if before.decision == _D.ACCEPTED:
            raise InvalidValue(f"{parsed} is accepted already.")
        return decide_code(assignment_id=before.pk, decision=_D.ACCEPTED, actor=actor, at=at)
    rank = current_codes(encounter).aggregate(last=Max("rank"))["last"] or 0
    row = CodeAssignment.objects.create(
        encounter=encounter,
        system="ICD10CM",
        code=parsed,
        rank=rank + 1,
        selected=False,
        why=["Entered by a person."],
        decision=_D.ACCEPTED,
        sequence=_last(encounter) + 1,
        decided_by=actor.name[:80],
        decided_at=at,
        needs_look=False,
    )
    record(actor=actor, action="code.added", subject=row, at=at, details={"code": row.code})
    return row


def accept_selected(*, encounter_id: UUID | str, actor: Actor, at: datetime) -> int:
    """Accept every code that the machine selected and nobody has decided; return how many."""
    encounter = _open_encounter(encounter_id, actor)
    waiting = current_codes(encounter).filter(selected=True, system="ICD10CM", decision=_D.PROPOSED)
    rows = list(waiting)
    for row in rows:
        decide_code(assignment_id=row.pk, decision=_D.ACCEPTED, actor=actor, at=at)
    return len(rows)


def move_code(*, assignment_id: UUID | str, up: bool, actor: Actor, at: datetime) -> CodeAssignment:
    """Exchange an accepted code with its neighbour in sequence; at the end it stays."""
    row = CodeAssignment.objects.get(pk=assignment_id)
    encounter = _open_encounter(row.encounter_id, actor)
    accepted = accepted_in_sequence(encounter)
    places = [each.pk for each in accepted]
    if row.pk not in places:
        raise InvalidValue(f"{row.code} is not accepted, so it has no place in the sequence.")
    here = places.index(row.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(accepted):
        accepted[here], accepted[there] = accepted[there], accepted[here]
    for place, each in enumerate(accepted, start=1):
        if each.sequence != place:
            each.sequence = place
            each.save(update_fields=["sequence"])
    record(actor=actor, action="code.moved", subject=row, at=at, details={"code": row.code})
    return row


def accepted_in_sequence(encounter: Encounter) -> list[CodeAssignment]:
    """Return the diagnosis codes that are accepted so far, first-listed first."""
    rows = current_codes(encounter).filter(decision=_D.ACCEPTED, system="ICD10CM")
    return sorted(rows, key=lambda row: (row.sequence or 0, row.rank))


def _open_encounter(encounter_id: UUID | str, actor: Actor) -> Encounter:
    if actor.kind != PERSON:
        raise StateError("codes are decided by a person.")
    encounter = locked_encounter(encounter_id)
    if encounter.state not in OPEN:
        raise StateError(
            f"the codes of encounter {encounter.number} are decided.",
            fix="Correct the claim, or amend the note.",
        )
    return encounter


def _last(encounter: Encounter) -> int:
    rows = current_codes(encounter).filter(decision=_D.ACCEPTED)
    return rows.aggregate(last=Max("sequence"))["last"] or 0
