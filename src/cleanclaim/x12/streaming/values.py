"""What streaming hands out: frozen values with amounts as Decimal and days as date.

An amount or a day that is absent, or that cannot be read, is ``None``; what was sent stands in
``rows``, where every segment is a list of its id and elements. Texts that are absent are empty.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.transactions import Group, Interchange

Rows = Sequence[list[str]]


class Reference(msgspec.Struct, frozen=True, gc=False):
    """A REF: what kind of number (REF01), and the number."""

    qualifier: str
    value: str


class Dated(msgspec.Struct, frozen=True, gc=False):
    """A DTP or DTM: what happened (qualifier), from the first to the last day, and the text sent."""

    qualifier: str
    first: date | None
    last: date | None
    text: str


class Amount(msgspec.Struct, frozen=True, gc=False):
    """An AMT or QTY: what kind, and the number."""

    qualifier: str
    value: Decimal | None


class Party(msgspec.Struct, frozen=True, gc=False):
    """A person or organization: an NM1 or N1 with what stands below it.

    ``role`` is the first element (85 billing provider, IL subscriber, PR payer …); ``name`` the
    organization's or the last name. ``taxonomy`` is the specialty of a PRV.
    """

    role: str = ""
    is_person: bool = False
    name: str = ""
    first_name: str = ""
    middle_name: str = ""
    suffix: str = ""
    id_qualifier: str = ""
    id: str = ""
    street: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    zip_code: str = ""
    country: str = ""
    birth_date: date | None = None
    sex: str = ""
    taxonomy: str = ""
    references: tuple[Reference, ...] = ()


class Procedure(msgspec.Struct, frozen=True, gc=False):
    """A procedure as SV1, SV2, SV3, SVC or SVD name it: qualifier (HC, AD …), code, modifiers."""

    qualifier: str
    code: str
    modifiers: tuple[str, ...] = ()
    description: str = ""


class Diagnosis(msgspec.Struct, frozen=True, gc=False):
    """One code of an HI: its list's qualifier (ABK principal, ABF other …), code, present on admission.

    Value, condition and occurrence codes of a facility claim come here as well, by their qualifier.
    """

    qualifier: str
    code: str
    on_admission: str = ""


class Adjustment(msgspec.Struct, frozen=True, gc=False):
    """One reason of a CAS: group (CO, PR …), reason (CARC), amount, quantity."""

    group: str
    carc: str
    amount: Decimal | None
    quantity: Decimal | None = None


class Decision(msgspec.Struct, frozen=True, gc=False):
    """What another payer decided on a line (2430): who, how much, for which procedure, when."""

    payer_id: str
    paid: Decimal | None
    procedure: Procedure | None
    quantity: Decimal | None
    adjustments: tuple[Adjustment, ...] = ()
    decided: date | None = None


class LineLoop(msgspec.Struct, frozen=True, gc=False):
    """A service line (2400). ``form`` is SV1 (professional), SV2 (facility) or SV3 (dental).

    ``number`` is LX01 as sent, empty when the LX is missing. ``pointers`` point into the claim's
    diagnoses, counted from 1. ``rows`` are all the line's segments.
    """

    number: str
    form: str
    procedure: Procedure | None
    revenue_code: str
    charge: Decimal | None
    unit: str
    quantity: Decimal | None
    place_of_service: str
    pointers: tuple[str, ...]
    dates: tuple[Dated, ...]
    references: tuple[Reference, ...]
    amounts: tuple[Amount, ...]
    parties: tuple[Party, ...]
    decisions: tuple[Decision, ...]
    rows: Rows

    @property
    def service_from(self) -> date | None:
        """The first day of service (DTP*472)."""
        return next((one.first for one in self.dates if one.qualifier == "472"), None)

    @property
    def service_to(self) -> date | None:
        """The last day of service (DTP*472)."""
        return next((one.last for one in self.dates if one.qualifier == "472"), None)


class OtherPayer(msgspec.Struct, frozen=True, gc=False):
    """Another payer of the claim (2320): its place in the order, what it paid, who it is."""

    order: str
    relationship: str
    group_number: str
    filing: str
    adjustments: tuple[Adjustment, ...]
    amounts: tuple[Amount, ...]
    parties: tuple[Party, ...]

    @property
    def paid(self) -> Decimal | None:
        """What it paid (AMT*D)."""
        return next((one.value for one in self.amounts if one.qualifier == "D"), None)


class TransactionHeader(msgspec.Struct, frozen=True):
    """The transaction that a loop came in. ``kind`` is ST01 (837, 835 …), ``day`` that of BHT or BPR."""

    interchange: Interchange
    group: Group
    kind: str
    version: str
    control_number: str
    reference: str = ""
    purpose: str = ""
    day: date | None = None
    parties: tuple[Party, ...] = ()
    rows: Rows = ()

    @property
    def delimiters(self) -> Delimiters:
        """The delimiters of the interchange, for splitting composites in ``rows``."""
        return self.interchange.delimiters


class RemittanceHeader(msgspec.Struct, frozen=True):
    """The payment that an 835 explains: amount, method, trace number, payer and payee."""

    transaction: TransactionHeader
    amount: Decimal | None
    is_credit: bool
    method: str
    paid_on: date | None
    trace: str
    payer: Party
    payee: Party


class Subscriber(msgspec.Struct, frozen=True, gc=False):
    """The subscriber of a claim (2000B): who, and what the SBR says of the coverage."""

    party: Party
    order: str = ""
    relationship: str = ""
    group_number: str = ""
    plan_name: str = ""
    filing: str = ""


class ClaimLoop(msgspec.Struct, frozen=True):
    """A claim (2300) of an 837 with whom it is for and from.

    ``patient`` is the patient's level (2000C) and nothing when the subscriber is the patient.
    ``facility_code`` is CLM05-1: the place of service, or the first two digits of the type of
    bill. ``rows`` are all its segments, from CLM to the last line's.
    """

    transaction: TransactionHeader
    billing_provider: Party
    billing_parties: tuple[Party, ...]
    subscriber: Subscriber
    payer: Party
    patient: Party | None
    relationship: str
    claim_id: str
    charge: Decimal | None
    facility_code: str
    facility_qualifier: str
    frequency: str
    dates: tuple[Dated, ...]
    references: tuple[Reference, ...]
    amounts: tuple[Amount, ...]
    diagnoses: tuple[Diagnosis, ...]
    parties: tuple[Party, ...]
    other_payers: tuple[OtherPayer, ...]
    lines: tuple[LineLoop, ...]
    rows: Rows
    segment_number: int
    byte_offset: int

    def reference(self, qualifier: str) -> str:
        """Return the claim's reference of a kind (F8, G1 …), ``""`` when there is none."""
        return next((one.value for one in self.references if one.qualifier == qualifier), "")


class ServiceLoop(msgspec.Struct, frozen=True, gc=False):
    """A service of a claim payment (2110): as it was paid, and as it was billed where that differs."""

    procedure: Procedure | None
    charge: Decimal | None
    paid: Decimal | None
    revenue_code: str
    quantity: Decimal | None
    billed: Procedure | None
    billed_quantity: Decimal | None
    dates: tuple[Dated, ...]
    adjustments: tuple[Adjustment, ...]
    references: tuple[Reference, ...]
    amounts: tuple[Amount, ...]
    remarks: tuple[str, ...]
    rows: Rows


class PaymentLoop(msgspec.Struct, frozen=True):
    """A claim payment (2100) of an 835. ``remarks`` are the RARCs of MIA and MOA."""

    remittance: RemittanceHeader
    claim_id: str
    status: str
    charge: Decimal | None
    paid: Decimal | None
    patient_responsibility: Decimal | None
    filing: str
    payer_claim_number: str
    facility_code: str
    frequency: str
    adjustments: tuple[Adjustment, ...]
    parties: tuple[Party, ...]
    references: tuple[Reference, ...]
    dates: tuple[Dated, ...]
    amounts: tuple[Amount, ...]
    remarks: tuple[str, ...]
    services: tuple[ServiceLoop, ...]
    rows: Rows
    segment_number: int
    byte_offset: int

    def party(self, role: str) -> Party | None:
        """Return a party of the claim by its role (QC patient, IL subscriber, 82 rendering …)."""
        return next((one for one in self.parties if one.role == role), None)


class ProviderAdjustment(msgspec.Struct, frozen=True):
    """One adjustment of a PLB: not of a claim. A positive amount lowers the payment."""

    remittance: RemittanceHeader
    provider_id: str
    fiscal_year_end: date | None
    reason: str
    reference: str
    amount: Decimal | None
    segment_number: int
    byte_offset: int


class LevelLoop(msgspec.Struct, frozen=True):
    """An HL level of any other transaction (270, 271, 276, 277, 277CA, 278): subscriber, dependent …

    ``code`` is HL03; ``around`` are the levels above it, outermost first. A transaction without
    levels comes as members (834: ``code`` INS), entities and remittances (820: ENT, RMR), or as one
    loop with ``code`` empty.
    """

    transaction: TransactionHeader
    code: str
    number: str
    around: "tuple[LevelLoop, ...]"
    parties: tuple[Party, ...]
    references: tuple[Reference, ...]
    dates: tuple[Dated, ...]
    traces: tuple[str, ...]
    rows: Rows
    segment_number: int
    byte_offset: int
