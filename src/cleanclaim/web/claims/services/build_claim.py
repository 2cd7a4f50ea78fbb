"""Encounter + accepted codes + charges → the first version of a claim."""

import hashlib
from datetime import datetime
from uuid import UUID

from cleanclaim import claim as engine
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim, ClaimEvent, ClaimVersion
from cleanclaim.web.encounters.models import CodeAssignment, Encounter
from cleanclaim.web.encounters.services.move_encounter import locked_encounter, move_encounter
from cleanclaim.workflow import CLAIM, EncounterState


def build_claim(*, encounter_id: UUID | str, actor: Actor, at: datetime) -> Claim | None:
    """Build the claim of an encounter whose codes are accepted; nothing for one that moved on."""
    encounter = locked_encounter(encounter_id)
    if encounter.state != EncounterState.ACCEPTED:
        return None
    value = engine.build_claim(encounter.value(), _accepted(encounter))
    dates = value.service_dates
    claim = Claim.objects.create(
        practice=encounter.practice,
        encounter=encounter,
        patient=encounter.patient,
        patient_control_number=value.patient_control_number,
        claim_type=value.claim_type,
        billed_coverage=value.billed_coverage,
        payer_id=value.coverage.payer.payer_id,
        date_of_service=dates.start if dates else None,
        charge=value.charge,
    )
    add_version(claim=claim, value=value, reason="built from the encounter", actor=actor, at=at)
    ClaimEvent.objects.create(
        claim=claim,
        position=1,
        event="built",
        source="",
        target=CLAIM.initial,
        actor_kind=actor.kind,
        actor_name=actor.name,
        at=at,
        detail=f"from encounter {encounter.number}",
    )
    move_encounter(encounter=encounter, event="claim_built", actor=actor, at=at)
    return claim


def add_version(
    *, claim: Claim, value: engine.Claim, reason: str, actor: Actor, at: datetime
) -> ClaimVersion:
    """Store the next immutable version of a claim and make it the current one."""
    document = engine.encode_claim(value).decode()
    number = claim.versions.count() + 1
    version = ClaimVersion.objects.create(
        claim=claim,
        number=number,
        document=document,
        sha256=hashlib.sha256(document.encode()).hexdigest(),
        reason=reason,
        made_by=actor.name,
        made_at=at,
    )
    if claim.current_version != number or claim.charge != value.charge:
        claim.current_version, claim.charge = number, value.charge
        claim.save(update_fields=["current_version", "charge"])
    return version


def _accepted(encounter: Encounter) -> tuple[engine.AcceptedCode, ...]:
    rows = encounter.codes.filter(decision=CodeAssignment.Decision.ACCEPTED, system="ICD10CM")
    return tuple(
        engine.AcceptedCode(
            code=row.code,
            evidence=tuple(
                engine.Evidence(str(row.source_id), span["start"], span["end"], span["text"])
                for span in row.evidence
            ),
            accepted_by=row.decided_by,
        )
        for row in rows.order_by("sequence")
    )
