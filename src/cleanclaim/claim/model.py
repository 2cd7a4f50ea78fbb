"""The claim: professional, institutional and dental in one family.

A ``Claim`` admits whatever a file or a person can express: its fields hold what was sent,
a wrong NPI or a missing date included. Edits judge it; constructors check nothing.
"""

from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.claim.lines import (
    Ambulance,
    Attachment,
    Diagnosis,
    Note,
    QualifiedDate,
    ServiceLine,
    Tooth,
)
from cleanclaim.claim.parties import Coverage, OtherSegment, Person, Provider, Reference, Value
from cleanclaim.primitives import ZERO, DateRange, Money, decode_document, encode_document, money

SCHEMA = 2
"""Number of the claim document's form; raised with an upgrader whenever a field changes."""


class Accident(Value, frozen=True):
    """What caused the condition: ``causes`` of AA auto, EM employment, OA other; where, when."""

    causes: tuple[str, ...] = ()
    state: str = ""
    country: str = ""
    on: date | None = None


class CodedDate(Value, frozen=True):
    """An institutional code with its day or days: an occurrence, a span, or a procedure."""

    code: str
    dates: DateRange | None = None


class ValueCode(Value, frozen=True):
    """An institutional value code with its amount."""

    code: str
    amount: Decimal


class InstitutionalDetails(Value, frozen=True):
    """What only a UB-04 / 837I has.

    ``facility_type`` is the bill type's first two digits (its third is the claim's frequency
    code); ``statement`` the From–Through dates; hours are HHMM as sent. The first of
    ``procedures`` is the principal one, all are ICD-10-PCS. ``patient_estimated_due`` is what the
    patient is expected to owe (AMT F3), in dollars.
    """

    facility_type: str = ""
    statement: DateRange | None = None
    admission_date: date | None = None
    admission_hour: str = ""
    admission_type: str = ""
    admission_source: str = ""
    patient_status: str = ""
    discharge_hour: str = ""
    drg: str = ""
    procedures: tuple[CodedDate, ...] = ()
    occurrences: tuple[CodedDate, ...] = ()
    occurrence_spans: tuple[CodedDate, ...] = ()
    values: tuple[ValueCode, ...] = ()
    conditions: tuple[str, ...] = ()
    treatment_codes: tuple[str, ...] = ()
    attending: Provider | None = None
    operating: Provider | None = None
    other_operating: Provider | None = None
    patient_estimated_due: Decimal | None = None


class DentalDetails(Value, frozen=True):
    """What only a dental claim has: orthodontics in months, the state of teeth, predetermination.

    Teeth by number: ``missing_teeth`` (DN2 M), ``teeth_to_extract`` (E), ``impacted_teeth`` (I).
    ``service`` holds the days of service of a claim that states them once for all lines (DTP 472
    of loop 2300). ``predetermination`` asks what would be paid, nothing has been done yet (CLM19
    PB); ``predetermination_number`` is the payer's earlier answer to that (REF G3).
    """

    orthodontic_months_total: Decimal | None = None
    orthodontic_months_remaining: Decimal | None = None
    orthodontic_treatment: bool = False
    appliance_placed: date | None = None
    missing_teeth: tuple[Tooth, ...] = ()
    assistant_surgeon: Provider | None = None
    teeth_to_extract: tuple[str, ...] = ()
    impacted_teeth: tuple[str, ...] = ()
    service: DateRange | None = None
    predetermination: bool = False
    predetermination_number: str = ""


class ClaimDates(Value, frozen=True):
    """Dates of the whole claim that professional and dental claims carry."""

    onset: date | None = None
    initial_treatment: date | None = None
    last_seen: date | None = None
    acute_manifestation: date | None = None
    last_menstrual_period: date | None = None
    last_x_ray: date | None = None
    admission: date | None = None
    discharge: date | None = None
    disability: DateRange | None = None
    last_worked: date | None = None
    return_to_work: date | None = None


class Claim(Value, frozen=True):
    """One claim to one payer for one patient.

    ``claim_type`` is professional, institutional or dental. ``coverages`` are in paying
    order and ``billed_coverage`` is the index of the one this claim is sent to. The
    ``claim_frequency_code`` is 1 (original), 7 (replacement), 8 (void), or as sent; with 7
    and 8 the billed coverage holds the payer's number. ``total_charge`` is what was sent
    (CLM02); a claim that is built, not read, leaves it to :meth:`charge_of_lines`.
    ``provider_signature``, ``assignment`` are CLM06 and CLM07 as sent.
    """

    patient_control_number: str = ""
    claim_type: str = "professional"
    total_charge: Decimal | None = None
    claim_frequency_code: str = "1"
    place_of_service: str = ""
    provider_signature: str = "Y"
    assignment: str = "A"
    special_program: str = ""
    delay_reason: str = ""
    billing_provider: Provider = Provider()
    pay_to: Provider | None = None
    patient: Person = Person()
    coverages: tuple[Coverage, ...] = ()
    billed_coverage: int = 0
    diagnoses: tuple[Diagnosis, ...] = ()
    lines: tuple[ServiceLine, ...] = ()
    rendering: Provider | None = None
    referring: Provider | None = None
    primary_care: Provider | None = None
    supervising: Provider | None = None
    facility: Provider | None = None
    accident: Accident | None = None
    dates: ClaimDates = ClaimDates()
    patient_paid: Decimal | None = None
    clia: str = ""
    medical_record_number: str = ""
    ambulance: Ambulance | None = None
    institutional: InstitutionalDetails | None = None
    dental: DentalDetails | None = None
    notes: tuple[Note, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    other_dates: tuple[QualifiedDate, ...] = ()
    references: tuple[Reference, ...] = ()
    other_segments: tuple[OtherSegment, ...] = ()

    @property
    def coverage(self) -> Coverage:
        """The coverage that this claim is sent to; an empty one when the claim has none."""
        if 0 <= self.billed_coverage < len(self.coverages):
            return self.coverages[self.billed_coverage]
        return Coverage()

    @property
    def subscriber(self) -> Person:
        """Whose insurance the billed coverage is: the patient, or somebody else."""
        return self.coverage.subscriber or self.patient

    @property
    def numbered_diagnoses(self) -> tuple[Diagnosis, ...]:
        """The diagnoses that lines can point at, principal first, in their order from 1."""
        return tuple(dx for dx in self.diagnoses if dx.role in ("principal", "other"))

    @property
    def charge_of_lines(self) -> Money:
        """The sum of the lines' charges in dollars."""
        return sum((line.charge for line in self.lines if line.charge is not None), ZERO)

    @property
    def charge(self) -> Money:
        """The total charge as sent, or the sum of the lines where none was sent."""
        return self.charge_of_lines if self.total_charge is None else money(self.total_charge)

    @property
    def service_dates(self) -> DateRange | None:
        """First to last day of service over all lines (institutional: the statement's days).

        A dental claim may state them once for the lines that have none of their own.
        """
        if self.institutional is not None and self.institutional.statement is not None:
            return self.institutional.statement
        ranges = [line.dates for line in self.lines if line.dates is not None]
        if self.dental is not None and self.dental.service is not None:
            ranges.append(self.dental.service)
        if not ranges:
            return None
        return DateRange(min(r.start for r in ranges), max(r.end for r in ranges))


class ClaimDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A claim as it is stored, with the number of its form."""

    schema: int
    claim: Claim


def encode_claim(claim: Claim) -> bytes:
    """Return the canonical JSON document of a claim; equal claims give equal bytes."""
    return encode_document(ClaimDocument(SCHEMA, claim))


def decode_claim(document: bytes | str, *, where: str = "") -> Claim:
    """Return the claim of a document written by :func:`encode_claim`, or of bare claim JSON.

    Raises ``DecodeError`` for what is not a claim, or is of a form newer than this program.
    """
    from cleanclaim.claim.upgrade import upgraded  # noqa: PLC0415 - upgraders import the model

    return decode_document(upgraded(document, where=where), ClaimDocument, where=where).claim
