"""A person corrects an encounter of which no claim was built: charges, coverage, date, parties."""

from datetime import datetime
from uuid import UUID

from cleanclaim.claim import Encounter as EngineEncounter
from cleanclaim.primitives import InvalidValue, encode_document
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.encounters.entry import require_reason, require_storable
from cleanclaim.web.encounters.models import CodeAssignment, Document, Encounter, EncounterCorrection
from cleanclaim.web.encounters.selectors import newest_visit
from cleanclaim.web.encounters.services.move_encounter import locked_encounter, move_encounter
from cleanclaim.web.encounters.services.receive_encounter import practice_that_bills
from cleanclaim.web.patients.services.take_patient import take_patient
from cleanclaim.web.worklists.services.open_item import close_items
from cleanclaim.workflow import EncounterState


def correct_encounter(
    *,
    encounter_id: UUID | str,
    value: EngineEncounter,
    reason: str,
    actor: Actor,
    at: datetime,
    same_person: bool = False,
) -> Encounter:
    """Make ``value`` what the encounter says; codes are proposed and decided anew, as date and
    setting decide which codes are valid. What stood there before is kept with the reason.

    Raises ``InvalidValue`` when it bears another number, changes nothing, comes without a
    reason, or could not have been received; ``StateError`` once a claim was built (correct the
    claim then).
    """
    require_storable(value)
    encounter = locked_encounter(encounter_id)
    where = f"encounter {encounter.number}"
    why = require_reason(reason, where)
    if value.number != encounter.number:
        raise InvalidValue("the correction bears another encounter number.", where=where)
    document = encode_document(value).decode()
    if document == encounter.document:
        raise InvalidValue("the correction changes nothing.", where=where)
    was_coded = encounter.state != EncounterState.ARRIVED
    move_encounter(encounter=encounter, event="corrected", actor=actor, at=at)
    correction = EncounterCorrection.objects.create(
        encounter=encounter,
        position=encounter.corrections.count() + 1,
        document=encounter.document,
        reason=why,
        made_by=actor.name,
        made_at=at,
    )
    encounter.practice = practice_that_bills(value)
    encounter.patient = take_patient(
        number=value.medical_record_number,
        person=value.patient,
        coverages=value.coverages,
        newest=newest_visit(value.medical_record_number, but=encounter),
        on=value.date_of_service,
        where=where,
        same_person=same_person,
    )
    encounter.date_of_service, encounter.setting = value.date_of_service, value.setting
    encounter.document = document
    encounter.save()
    if was_coded:
        _set_codes_aside(encounter, actor, at)
    details = {"same_person": True} if same_person else {}
    record(actor=actor, action="encounter.correction_kept", subject=correction, at=at, details=details)
    return encounter


def _set_codes_aside(encounter: Encounter, actor: Actor, at: datetime) -> None:
    """Take back what was decided about codes and file the note anew, for proposals of its own."""
    latest = encounter.documents.order_by("-version")[0]
    Document.objects.create(
        encounter=encounter,
        version=latest.version + 1,
        sealed_text=bytes(latest.sealed_text),
        sha256=latest.sha256,
        received_at=at,
    )
    decided = encounter.codes.filter(decision=CodeAssignment.Decision.ACCEPTED)
    decided.update(
        decision=CodeAssignment.Decision.REJECTED, sequence=None, decided_by=actor.name, decided_at=at
    )
    for prefix in (f"coding:{encounter.number}:", f"query:{encounter.number}:"):
        close_items(prefix=prefix, at=at, outcome=f"encounter corrected by {actor.name}")
