"""Payers, patients, coverages. Demographics are kept as the engine's values, with search columns."""

from django.db import models

from cleanclaim.claim import Address, Coverage as EngineCoverage, Name, Payer as EnginePayer, Person
from cleanclaim.primitives import decode_document, encode_document
from cleanclaim.web.database.history import keeps_history
from cleanclaim.web.tenancy import TenantModel


class Payer(TenantModel):
    """A payer that this organization bills. ``payer_id`` is the identifier on the 837."""

    payer_id = models.CharField(max_length=80)
    name = models.CharField(max_length=60)
    filing_indicator = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "payer_id"], name="payer_once_per_organization")
        ]

    def value(self) -> EnginePayer:
        """Return the payer as the engine's value."""
        return EnginePayer(name=self.name, payer_id=self.payer_id)


@keeps_history
class Patient(TenantModel):
    """A patient. ``last_name_key`` is the lower-cased last name, searched by range."""

    number = models.CharField(max_length=38)
    last_name = models.CharField(max_length=60)
    last_name_key = models.CharField(max_length=60, db_collation="C")
    first_name = models.CharField(max_length=35, blank=True)
    middle_name = models.CharField(max_length=25, blank=True)
    suffix = models.CharField(max_length=10, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    address = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="patient_number_once")]
        indexes = [
            models.Index(fields=["organization", "last_name_key", "birth_date"], name="patient_by_name")
        ]

    def value(self) -> Person:
        """Return the patient as the engine's value."""
        address = decode_document(self.address, Address) if self.address else None
        return Person(
            name=Name(self.last_name, self.first_name, self.middle_name, self.suffix),
            birth_date=self.birth_date,
            sex=self.sex,
            address=address,
        )

    def take(self, person: Person) -> None:
        """Copy the engine's value into the columns; the caller saves."""
        name = person.name
        self.last_name, self.first_name = name.last, name.first
        self.middle_name, self.suffix = name.middle, name.suffix
        self.last_name_key = name.last.casefold()[:60]
        self.birth_date, self.sex = person.birth_date, person.sex
        self.address = encode_document(person.address).decode() if person.address else ""


@keeps_history
class Coverage(TenantModel):
    """One insurance of a patient; ``position`` 0 pays first. ``document`` is the engine's value."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="coverages")
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, related_name="coverages")
    position = models.PositiveSmallIntegerField()
    member_id = models.CharField(max_length=80, blank=True)
    document = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "patient", "position"], name="coverage_position_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "member_id"], name="coverage_by_member")]

    def value(self) -> EngineCoverage:
        """Return the coverage as the engine's value."""
        return decode_document(self.document, EngineCoverage)
