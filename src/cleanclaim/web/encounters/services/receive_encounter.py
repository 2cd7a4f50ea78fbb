"""Take in an encounter with its note: patient, coverages, document, one transaction."""

import hashlib
from datetime import datetime

from cleanclaim.claim import Encounter as EngineEncounter
from cleanclaim.primitives import InvalidValue, encode_document
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.encounters.models import Document, Encounter
from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.patients.models import Patient, Payer
from cleanclaim.web.vault import seal


def receive_encounter(*, encounter: EngineEncounter, note: str, actor: Actor, at: datetime) -> Encounter:
    """Store an encounter and its note and return its row.

    The same encounter again is no change. Raises ``InvalidValue`` when the number is taken by
    another encounter, when the patient has no record number, when the note is empty, or when
    the billing provider is none of the organization's practices.
    """
    where = f"encounter {encounter.number}"
    if not encounter.number or len(encounter.number) > 20:
        raise InvalidValue("an encounter needs a number of 1 to 20 characters.", where=where)
    if not encounter.medical_record_number:
        raise InvalidValue("the patient has no medical record number.", where=where, fix="Give it one.")
    if not note.strip():
        raise InvalidValue("the note is empty.", where=where, fix="Attach the clinical note.")
    document = encode_document(encounter).decode()
    sha256 = hashlib.sha256(note.encode()).hexdigest()
    known = Encounter.objects.filter(number=encounter.number).first()
    if known is not None:
        same_note = known.documents.filter(sha256=sha256).exists()
        if known.document == document and same_note:
            return known
        raise InvalidValue("that number is taken by another encounter.", where=where, fix="Use a new number.")
    row = Encounter.objects.create(
        practice=_practice(encounter, where),
        patient=_patient(encounter),
        number=encounter.number,
        date_of_service=encounter.date_of_service,
        setting=encounter.setting,
        document=document,
    )
    Document.objects.create(
        encounter=row, version=1, sealed_text=seal(note.encode()), sha256=sha256, received_at=at
    )
    record(actor=actor, action="encounter.received", subject=row, at=at)
    return row


def _practice(encounter: EngineEncounter, where: str) -> Practice:
    billing = encounter.billing_provider
    found = Practice.objects.filter(npi=billing.npi, tin=billing.tax_id, is_active=True).first()
    if found is None:
        raise InvalidValue(
            f"no practice here bills with NPI {billing.npi or 'none'} and that taxpayer number.",
            where=where,
            fix="Make it with cleanclaim organization add-practice, or correct the billing provider.",
        )
    return found


def _patient(encounter: EngineEncounter) -> Patient:
    patient = Patient.objects.filter(number=encounter.medical_record_number).first() or Patient(
        number=encounter.medical_record_number
    )
    if patient._state.adding or patient.value() != encounter.patient:
        patient.take(encounter.patient)
        patient.save()
    for position, value in enumerate(encounter.coverages):
        payer, _ = Payer.objects.get_or_create(
            payer_id=value.payer.payer_id,
            defaults={"name": value.payer.name, "filing_indicator": value.filing_indicator},
        )
        coverage = patient.coverages.filter(position=position).first()
        text = encode_document(value).decode()
        if coverage is None:
            patient.coverages.create(payer=payer, position=position, member_id=value.member_id, document=text)
        elif coverage.document != text:
            coverage.payer, coverage.member_id, coverage.document = payer, value.member_id, text
            coverage.save()
    return patient
