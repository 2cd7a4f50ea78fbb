"""Who takes part in a claim: names, addresses, providers, payers, the patient, coverages."""

from datetime import date
from decimal import Decimal

import msgspec


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of all claim values: immutable, lenient in content, strict in shape when decoded."""


class Name(Value, frozen=True):
    """A person's or an organization's name; an organization has only ``last``."""

    last: str = ""
    first: str = ""
    middle: str = ""
    suffix: str = ""
    is_organization: bool = False


class Address(Value, frozen=True):
    """A postal address. ``state`` and ``zip_code`` as sent (ZIP with or without the four)."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""
    country: str = ""
    country_subdivision: str = ""


class Contact(Value, frozen=True):
    """A person or office to call: ``numbers`` are (qualifier, value) with TE, FX, EM, EX."""

    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


class Reference(Value, frozen=True):
    """An identifier with its REF01 qualifier, for those that have no field of their own."""

    qualifier: str
    value: str


class OtherSegment(Value, frozen=True):
    """A segment of a file that was read for which no field exists, kept to be sent again.

    ``loop`` is the guide's name of the loop it stood in; ``elements`` begin with the segment's
    id, a composite element being a tuple of its components.
    """

    loop: str
    elements: tuple[str | tuple[str, ...], ...]


class Provider(Value, frozen=True):
    """A provider in any of its roles.

    ``tax_id_kind`` is ``EI`` (employer) or ``SY`` (social security); ``references`` holds
    secondary identifiers (0B state licence, 1G UPIN, G2 commercial, LU location).
    """

    name: Name = Name()
    npi: str = ""
    taxonomy: str = ""
    tax_id: str = ""
    tax_id_kind: str = "EI"
    address: Address | None = None
    contact: Contact | None = None
    references: tuple[Reference, ...] = ()


class Payer(Value, frozen=True):
    """A payer. ``id_qualifier`` is PI (payer's own) or XV (health plan identifier)."""

    name: str = ""
    payer_id: str = ""
    id_qualifier: str = "PI"
    address: Address | None = None
    references: tuple[Reference, ...] = ()


class Person(Value, frozen=True):
    """A subscriber or patient. ``sex`` is F, M or U as sent; ``ssn_reference`` never a number."""

    name: Name = Name()
    birth_date: date | None = None
    sex: str = ""
    address: Address | None = None
    death_date: date | None = None
    weight_pounds: Decimal | None = None
    pregnant: bool = False
    property_casualty_claim_number: str = ""
    references: tuple[Reference, ...] = ()


class Adjustment(Value, frozen=True):
    """One CAS triple: ``group_code`` CO, OA, PI, PR or CR; dollars; units when they changed."""

    group_code: str
    carc: str
    amount: Decimal
    quantity: Decimal | None = None


class InpatientDecision(Value, frozen=True):
    """How another payer reckoned an inpatient stay (MIA): days, and amounts in dollars.

    Remark codes stand in ``PriorPayment.remarks``. ``covered_days`` is MIA01, which the guide
    requires where the segment is sent.
    """

    covered_days: Decimal | None = None
    lifetime_psychiatric_days: Decimal | None = None
    drg_amount: Decimal | None = None
    disproportionate_share: Decimal | None = None
    msp_pass_through: Decimal | None = None
    pps_capital: Decimal | None = None
    pps_capital_federal_drg: Decimal | None = None
    pps_capital_hospital_drg: Decimal | None = None
    pps_capital_disproportionate_share: Decimal | None = None
    old_capital: Decimal | None = None
    pps_capital_medical_education: Decimal | None = None
    pps_operating_hospital_drg: Decimal | None = None
    cost_report_days: Decimal | None = None
    pps_operating_federal_drg: Decimal | None = None
    pps_capital_outlier: Decimal | None = None
    indirect_teaching: Decimal | None = None
    nonpayable_professional: Decimal | None = None
    pps_capital_exception: Decimal | None = None


class PriorPayment(Value, frozen=True):
    """What another payer has already decided about the whole claim (loop 2320).

    ``paid`` is AMT D, ``remaining_patient_liability`` AMT EAF, ``noncovered`` AMT A8, in
    dollars; ``adjudicated_on`` DTP 573 of loop 2330B; ``remarks`` the codes of MOA, or of MIA
    when there is an ``inpatient`` decision.
    """

    paid: Decimal | None = None
    remaining_patient_liability: Decimal | None = None
    noncovered: Decimal | None = None
    adjudicated_on: date | None = None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    inpatient: InpatientDecision | None = None


class Coverage(Value, frozen=True):
    """One insurance of the patient, in the order in which it pays.

    ``sequence`` is SBR01 (P, S, T, A–H, U); ``relationship`` is the patient's to the
    subscriber (18 self, 01 spouse, 19 child, …); ``filing_indicator`` SBR09 (MB, MC, CI, …);
    ``insurance_type`` SBR05 (why Medicare is secondary: 12, 13, …). When ``relationship`` is
    18, ``subscriber`` is the patient and only ``Claim.patient`` holds the demographics.
    ``payer_claim_control_number`` is this payer's number for the claim (REF F8).
    """

    sequence: str = "P"
    payer: Payer = Payer()
    member_id: str = ""
    member_id_qualifier: str = "MI"
    relationship: str = "18"
    subscriber: Person | None = None
    group_number: str = ""
    group_name: str = ""
    insurance_type: str = ""
    filing_indicator: str = ""
    assignment_of_benefits: str = "Y"
    patient_signature_source: str = ""
    release_of_information: str = "Y"
    prior_authorization: str = ""
    referral_number: str = ""
    payer_claim_control_number: str = ""
    prior_payment: PriorPayment | None = None
    other_segments: tuple[OtherSegment, ...] = ()
