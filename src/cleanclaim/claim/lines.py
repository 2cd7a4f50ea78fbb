"""What was done, for which diagnosis: diagnoses and service lines with their details."""

from datetime import date
from decimal import Decimal

from cleanclaim.claim.parties import Address, Adjustment, OtherSegment, Provider, Reference, Value
from cleanclaim.primitives import DateRange


class Diagnosis(Value, frozen=True):
    """A diagnosis code as sent, without dot.

    ``role`` is principal, other, admitting, reason_for_visit or external_cause; ``system`` is
    ICD10CM or ICD9CM; ``poa`` the present-on-admission indicator of institutional claims.
    Service lines point at principal and other diagnoses by their order, from 1.
    """

    code: str
    role: str = "other"
    poa: str = ""
    system: str = "ICD10CM"


class Drug(Value, frozen=True):
    """A drug on a line (loop 2410): NDC of 11 digits, quantity in ``unit`` (F2, GR, ME, ML, UN)."""

    ndc: str = ""
    quantity: Decimal | None = None
    unit: str = ""
    prescription_number: str = ""
    link_number: str = ""
    qualifier: str = "N4"


class Tooth(Value, frozen=True):
    """A tooth number with its surfaces (B, D, F, I, L, M, O)."""

    number: str
    surfaces: tuple[str, ...] = ()


class DentalLine(Value, frozen=True):
    """Dental details of a line: teeth, oral cavity areas, prosthesis (I initial, R replacement)."""

    teeth: tuple[Tooth, ...] = ()
    oral_cavity: tuple[str, ...] = ()
    prosthesis: str = ""
    prior_placement: date | None = None


class Note(Value, frozen=True):
    """Free text for the payer with its NTE01 qualifier."""

    qualifier: str
    text: str


class Attachment(Value, frozen=True):
    """Supporting paperwork (PWK): report type, transmission code, control number."""

    report_type: str
    transmission: str
    control_number: str = ""


class QualifiedDate(Value, frozen=True):
    """A date or range with its DTP01 qualifier, for those that have no field of their own."""

    qualifier: str
    dates: DateRange


class Ambulance(Value, frozen=True):
    """Ambulance transport (CR1, CRC*07, loops 2310E/F): miles, reason, conditions, places."""

    miles: Decimal | None = None
    reason: str = ""
    transport_code: str = ""
    weight_pounds: Decimal | None = None
    round_trip_purpose: str = ""
    stretcher_purpose: str = ""
    conditions: tuple[str, ...] = ()
    pickup: Address | None = None
    dropoff: Address | None = None
    dropoff_name: str = ""


class LineAdjudication(Value, frozen=True):
    """What another payer decided about a line (loop 2430); ``payer_id`` as in its coverage.

    ``bundled_into`` is the number of the line that this payer paid it with (SVD06);
    ``revenue_code`` the one under which it decided an institutional line (SVD04); ``description``
    that of the procedure it decided (SVD03-7).
    """

    payer_id: str
    paid: Decimal
    code: str = ""
    code_qualifier: str = "HC"
    modifiers: tuple[str, ...] = ()
    units: Decimal | None = None
    adjustments: tuple[Adjustment, ...] = ()
    adjudicated_on: date | None = None
    remaining_patient_liability: Decimal | None = None
    bundled_into: str = ""
    revenue_code: str = ""
    description: str = ""


class LineProviders(Value, frozen=True):
    """Providers of a line where they differ from the claim's."""

    rendering: Provider | None = None
    purchased_service: Provider | None = None
    facility: Provider | None = None
    supervising: Provider | None = None
    ordering: Provider | None = None
    referring: Provider | None = None
    operating: Provider | None = None
    assistant: Provider | None = None
    other_operating: Provider | None = None


class ServiceLine(Value, frozen=True):
    """One charge.

    ``code`` is a procedure, supply or dental code as sent, ``code_qualifier`` its SV101-1
    (HC, ER, IV, WK, AD, HP); ``charge`` in dollars for all units; ``unit`` UN (units), MJ
    (minutes), DA (days); ``pointers`` are positions in the claim's diagnoses from 1, most
    important first; ``control_number`` comes back on the 835 (REF 6R).
    """

    code: str = ""
    code_qualifier: str = "HC"
    modifiers: tuple[str, ...] = ()
    description: str = ""
    charge: Decimal | None = None
    units: Decimal | None = None
    unit: str = "UN"
    dates: DateRange | None = None
    place_of_service: str = ""
    pointers: tuple[int, ...] = ()
    emergency: bool = False
    epsdt: bool = False
    family_planning: bool = False
    copay_exempt: bool = False
    revenue_code: str = ""
    noncovered: Decimal | None = None
    drug: Drug | None = None
    dental: DentalLine | None = None
    providers: LineProviders = LineProviders()
    prior_authorization: str = ""
    referral_number: str = ""
    clia: str = ""
    control_number: str = ""
    ambulance: Ambulance | None = None
    notes: tuple[Note, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    other_dates: tuple[QualifiedDate, ...] = ()
    references: tuple[Reference, ...] = ()
    adjudications: tuple[LineAdjudication, ...] = ()
    other_segments: tuple[OtherSegment, ...] = ()
