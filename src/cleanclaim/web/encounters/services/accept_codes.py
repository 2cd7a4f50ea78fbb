"""A person accepts codes for an encounter, in sequence; the other proposals are rejected."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cleanclaim.claim import AcceptedCode, build_claim
from cleanclaim.codesets import Known, NotCovered, Unknown
from cleanclaim.primitives import ICD10CM, InvalidValue
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.encounters.models import CodeAssignment, Encounter
from cleanclaim.web.encounters.selectors import current_codes
from cleanclaim.web.encounters.services.move_encounter import locked_encounter, move_encounter
from cleanclaim.web.engine import reference_store
from cleanclaim.web.worklists.services.open_item import close_items


def accept_codes(
    *, encounter_id: UUID | str, codes: Sequence[str], actor: Actor, at: datetime, unverified: bool = False
) -> Encounter:
    """Accept diagnosis codes, first-listed first, proposed or typed in by the person.

    Raises ``InvalidValue`` for no code, a repeated code, a code that is not valid on the date
    of service, a charge that is for a diagnosis that is not among the codes, and, unless
    ``unverified`` is said, for a date no loaded release covers.
    """
    encounter = locked_encounter(encounter_id)
    wanted = [ICD10CM.parse(code).value for code in codes]
    where = f"encounter {encounter.number}"
    if not wanted:
        raise InvalidValue(
            "no code was accepted.", where=where, fix="Name at least one, or query the provider."
        )
    if len(set(wanted)) != len(wanted):
        raise InvalidValue("a code was named twice.", where=where)
    for code in wanted:
        refuse_invalid(code, encounter, unverified=unverified)
    build_claim(
        encounter.value(), tuple(AcceptedCode(code) for code in wanted)
    )  # refuses what charges cannot use
    move_encounter(encounter=encounter, event="codes_accepted", actor=actor, at=at)
    proposals = {row.code: row for row in current_codes(encounter).filter(system="ICD10CM")}
    for sequence, code in enumerate(wanted, start=1):
        row = proposals.pop(code, None) or CodeAssignment(
            encounter=encounter,
            system="ICD10CM",
            code=code,
            rank=len(proposals) + len(wanted) + sequence,
            selected=False,
            why=["Entered by a person."],
        )
        row.decision, row.sequence = CodeAssignment.Decision.ACCEPTED, sequence
        row.decided_by, row.decided_at = actor.name, at
        row.save()
    for row in proposals.values():
        if row.decision == CodeAssignment.Decision.REJECTED:
            continue  # by whoever rejected it, for their reason
        row.sequence = None
        row.decision = CodeAssignment.Decision.REJECTED
        row.decided_by, row.decided_at = actor.name, at
        row.save()
    close_items(prefix=f"coding:{encounter.number}:", at=at, outcome=f"codes accepted by {actor.name}")
    return encounter


def refuse_invalid(code: str, encounter: Encounter, *, unverified: bool) -> None:
    """Raise ``InvalidValue`` for a code that cannot be billed on the encounter's day, or not be checked."""
    answer = reference_store().icd10cm(code, encounter.date_of_service)
    where = f"encounter {encounter.number}"
    match answer:
        case Known(value=entry) if entry.billable:
            return
        case Known():
            raise InvalidValue(
                f"{code} is a category, not a billable code.", where=where, fix="Choose a leaf."
            )
        case Unknown(release=release):
            raise InvalidValue(
                f"{code} is not a code of {release.label}.", where=where, fix="Check the code."
            )
        case NotCovered(reason=reason):
            if not unverified:
                raise InvalidValue(
                    f"{code} cannot be checked: {reason}",
                    where=where,
                    fix="Load the release for that date, or accept it as unverified.",
                )
