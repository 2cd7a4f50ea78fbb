"""Take in an encounter with its note: patient, coverages, document, one transaction."""

import hashlib
from datetime import datetime

from cleanclaim.claim import Encounter as EngineEncounter
from cleanclaim.primitives import InvalidValue, encode_document
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.encounters.entry import require_note, require_storable
from cleanclaim.web.encounters.models import Document, Encounter
from cleanclaim.web.encounters.selectors import newest_visit
from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.patients.services.take_patient import take_patient
from cleanclaim.web.vault import seal


def receive_encounter(
    *, encounter: EngineEncounter, note: str, actor: Actor, at: datetime, same_person: bool = False
) -> Encounter:
    """Store an encounter and its note and return its row.

    The same encounter again is no change. Raises ``InvalidValue`` for what cannot be stored or
    never become a claim, when the number is taken by another encounter, when the note is
    empty, when the billing provider is none of the organization's practices, or when the record
    number belongs to a patient with another name or birth date, unless a person says that it
    is the ``same_person``.
    """
    require_storable(encounter)
    where = f"encounter {encounter.number}"
    require_note(note, where)
    document = encode_document(encounter).decode()
    sha256 = hashlib.sha256(note.encode()).hexdigest()
    known = Encounter.objects.filter(number=encounter.number).first()
    if known is not None:
        same_note = known.documents.filter(sha256=sha256).exists()
        if known.document == document and same_note:
            return known
        raise InvalidValue(
            "that number is taken by another encounter.",
            where=where,
            fix="Use a new number, or correct that encounter: cleanclaim encounter correct.",
        )
    row = Encounter.objects.create(
        practice=practice_that_bills(encounter),
        patient=take_patient(
            number=encounter.medical_record_number,
            person=encounter.patient,
            coverages=encounter.coverages,
            newest=newest_visit(encounter.medical_record_number),
            on=encounter.date_of_service,
            where=where,
            same_person=same_person,
        ),
        number=encounter.number,
        date_of_service=encounter.date_of_service,
        setting=encounter.setting,
        document=document,
    )
    Document.objects.create(
        encounter=row, version=1, sealed_text=seal(note.encode()), sha256=sha256, received_at=at
    )
    details = {"same_person": True} if same_person else {}
    record(actor=actor, action="encounter.received", subject=row, at=at, details=details)
    return row


def practice_that_bills(encounter: EngineEncounter) -> Practice:
    """Return the organization's practice that bills an encounter; raises ``InvalidValue`` for none."""
    billing = encounter.billing_provider
    found = Practice.objects.filter(npi=billing.npi, tin=billing.tax_id, is_active=True).first()
    if found is None:
        raise InvalidValue(
            f"no practice here bills with NPI {billing.npi or 'none'} and that taxpayer number.",
            where=f"encounter {encounter.number}",
            fix="Make it with cleanclaim organization add-practice, or correct the billing provider.",
        )
    return found
