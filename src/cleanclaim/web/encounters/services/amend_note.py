"""A provider answers or adds to the record: the next version of the note, and codes anew."""

import hashlib
from datetime import datetime
from uuid import UUID

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.encounters.entry import require_note
from cleanclaim.web.encounters.models import Document, Encounter
from cleanclaim.web.encounters.services.move_encounter import locked_encounter, move_encounter
from cleanclaim.web.vault import seal
from cleanclaim.web.worklists.services.open_item import close_items


def amend_note(*, encounter_id: UUID | str, note: str, actor: Actor, at: datetime) -> Encounter:
    """Store the next version of an encounter's note and let codes be proposed from it.

    The earlier version stays, with the proposals and queries that it gave. Raises
    ``InvalidValue`` for an empty note or one that is the latest already, ``StateError`` once
    codes are accepted: what was billed needs a corrected claim.
    """
    encounter = locked_encounter(encounter_id)
    where = f"encounter {encounter.number}"
    require_note(note, where)
    latest = encounter.documents.order_by("-version")[0]
    sha256 = hashlib.sha256(note.encode()).hexdigest()
    if sha256 == latest.sha256:
        raise InvalidValue("the note is the one that is there already.", where=where)
    move_encounter(encounter=encounter, event="note_amended", actor=actor, at=at)
    Document.objects.create(
        encounter=encounter,
        version=latest.version + 1,
        sealed_text=seal(note.encode()),
        sha256=sha256,
        received_at=at,
    )
    for prefix in (f"coding:{encounter.number}:", f"query:{encounter.number}:"):
        close_items(prefix=prefix, at=at, outcome=f"note amended by {actor.name}")
    return encounter
