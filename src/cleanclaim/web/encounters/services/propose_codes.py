"""Read an encounter's note and store the proposed codes with their evidence."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from cleanclaim.coding import CodingContext, CodingResult, Document, suggest
from cleanclaim.primitives import NotLoaded, undotted
from cleanclaim.web.audit.record import MACHINE_CODER
from cleanclaim.web.encounters.models import (
    CodeAssignment,
    Document as StoredDocument,
    Encounter,
    ProviderQuery,
)
from cleanclaim.web.encounters.services.move_encounter import locked_encounter, move_encounter
from cleanclaim.web.engine import lexicon
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import open_item
from cleanclaim.workflow import EncounterState


def propose_codes(*, encounter_id: UUID | str, at: datetime) -> None:
    """Propose codes for an encounter that has arrived; nothing happens to one that moved on."""
    encounter = locked_encounter(encounter_id)
    if encounter.state != EncounterState.ARRIVED:
        return
    document = encounter.documents.order_by("-version")[0]
    context = CodingContext(setting=encounter.setting, date_of_service=encounter.date_of_service)
    try:
        terms = lexicon(encounter.date_of_service)
    except NotLoaded as error:
        reason = f"Codes cannot be proposed: {error} Enter them as unverified, or load the release."
        _leave_to_a_person(encounter, document, reason, at)
        return
    # Services are on the encounter as charges: only diagnoses are coded here, and asked about.
    result = suggest(Document(str(document.pk), document.text()), context, terms, services=False)
    _store_suggestions(encounter, document, result)
    _store_queries(encounter, document, result, at)
    selected = [suggestion for suggestion in result.suggestions if suggestion.selected]
    if not selected:
        _leave_to_a_person(encounter, document, "The note supports no diagnosis code as it stands.", at)
        return
    move_encounter(encounter=encounter, event="codes_proposed", actor=MACHINE_CODER, at=at)
    open_item(
        key=f"coding:{encounter.number}:{document.version}",
        kind=WorkItem.Kind.CODING,
        reason="Codes are proposed; a person has to accept them.",
        encounter=encounter,
        at=at,
    )


def _leave_to_a_person(encounter: Encounter, document: StoredDocument, reason: str, at: datetime) -> None:
    move_encounter(encounter=encounter, event="nothing_codable", actor=MACHINE_CODER, at=at)
    open_item(
        key=f"coding:{encounter.number}:{document.version}",
        kind=WorkItem.Kind.QUERY,
        reason=reason,
        encounter=encounter,
        at=at,
    )


def _store_suggestions(encounter: Encounter, document: StoredDocument, result: CodingResult) -> None:
    CodeAssignment.objects.bulk_create(
        CodeAssignment(
            organization_id=encounter.organization_id,
            encounter=encounter,
            source=document,
            system=suggestion.system,
            code=undotted(suggestion.code),
            rank=suggestion.rank,
            selected=suggestion.selected,
            needs_look=suggestion.decision != "accept",
            confidence=Decimal(str(round(suggestion.confidence, 4))),
            evidence=[{"start": e.start, "end": e.end, "text": e.text} for e in suggestion.evidence],
            why=list(suggestion.why),
            release=result.releases.get(suggestion.system, ""),
        )
        for suggestion in result.suggestions
    )


def _store_queries(
    encounter: Encounter, document: StoredDocument, result: CodingResult, at: datetime
) -> None:
    for position, query in enumerate(result.queries, start=1):
        ProviderQuery.objects.create(
            encounter=encounter,
            source=document,
            position=position,
            topic=query.topic,
            question=query.question,
            options=list(query.options),
            evidence=[{"start": e.start, "end": e.end, "text": e.text} for e in query.evidence],
        )
        open_item(
            key=f"query:{encounter.number}:{document.version}:{position}",
            kind=WorkItem.Kind.QUERY,
            reason=query.question,
            encounter=encounter,
            at=at,
        )
