"""Move an encounter along its lifecycle."""

from datetime import datetime
from uuid import UUID

from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.workflow import ENCOUNTER


def locked_encounter(encounter_id: UUID | str) -> Encounter:
    """Return the row, locked until the end of the transaction."""
    return Encounter.objects.select_for_update().get(pk=encounter_id)


def move_encounter(*, encounter: Encounter, event: str, actor: Actor, at: datetime) -> None:
    """Make one move; raises ``StateError`` when the table does not allow it."""
    encounter.state = ENCOUNTER.after(encounter.state, event, actor.kind)
    encounter.save(update_fields=["state"])
    record(actor=actor, action=f"encounter.{event}", subject=encounter, at=at)
