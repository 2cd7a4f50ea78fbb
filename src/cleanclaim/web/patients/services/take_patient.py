"""The patient of an encounter: found by record number, never merged with somebody else."""

import unicodedata
from datetime import date

from cleanclaim.claim import Coverage as EngineCoverage, Person
from cleanclaim.primitives import InvalidValue, encode_document
from cleanclaim.web.patients.models import Patient, Payer


def take_patient(
    *,
    number: str,
    person: Person,
    coverages: tuple[EngineCoverage, ...],
    newest: date | None,
    on: date,
    where: str,
    same_person: bool = False,
) -> Patient:
    """Return the patient of that record number, made or brought up to date by a visit ``on`` a day.

    What is known stays when the patient was here on a later day (``newest``): an old visit that
    is entered late has old addresses and old insurance. ``same_person`` is a person's word that
    another name or birth date is the same patient's. Raises ``InvalidValue``, without saying
    who, when name or birth date is another and nobody gave that word.
    """
    patient = Patient.objects.select_for_update().filter(number=number).first()
    if patient is None:
        patient = Patient(number=number)
    elif not same_person and not is_same_person(patient.value(), person):
        raise InvalidValue(
            "that medical record number is of a patient with another name or birth date.",
            where=where,
            fix="Correct the record number; if the patient's name or birth date was corrected or has "
            "changed, say so with --same-person.",
        )
    payers = [_payer(value) for value in coverages]
    if newest is not None and newest > on:
        return patient
    if patient._state.adding or patient.value() != person:
        patient.take(person)
        patient.save()
    for position, (payer, value) in enumerate(zip(payers, coverages, strict=True)):
        coverage = patient.coverages.filter(position=position).first()
        text = encode_document(value).decode()
        if coverage is None:
            patient.coverages.create(payer=payer, position=position, member_id=value.member_id, document=text)
        elif coverage.document != text:
            coverage.payer, coverage.member_id, coverage.document = payer, value.member_id, text
            coverage.save()
    return patient


def is_same_person(known: Person, person: Person) -> bool:
    """Return whether names and birth dates agree where both are known, letter case and marks aside."""
    pairs = [(known.name.last, person.name.last), (known.name.first, person.name.first)]
    if any(_letters(a) != _letters(b) for a, b in pairs if a and b):
        return False
    return known.birth_date == person.birth_date or not (known.birth_date and person.birth_date)


def _letters(name: str) -> str:
    """Return the letters and digits of a name alone: O'Neil, ONEIL and O’Neil are one name."""
    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(mark for mark in plain if mark.isalnum())


def _payer(value: EngineCoverage) -> Payer:
    payer, _ = Payer.objects.get_or_create(
        payer_id=value.payer.payer_id,
        defaults={"name": value.payer.name, "filing_indicator": value.filing_indicator},
    )
    return payer
