"""Review of services: what is asked of a payer (278) and how it decides, as values.

Guide 005010X217: prior authorization (HS), admission (AR), referral to a specialist (SC).
"""

from decimal import Decimal
from enum import StrEnum

from cleanclaim.claim import Attachment, OtherSegment, QualifiedDate, Reference
from cleanclaim.claim.parties import Value
from cleanclaim.exchange.acknowledgements import Origin
from cleanclaim.exchange.inquiries.eligibility import Rejection
from cleanclaim.exchange.inquiries.parties import Insured, Party
from cleanclaim.primitives import DateRange


class Delivery(Value, frozen=True):
    """How much and how often (HSD): 3 visits (VS) a week (WK) for 2 months (34).

    ``unit`` is HSD01, ``quantity`` HSD02, ``frequency`` HSD03 (DA, WK, MO), ``each`` HSD04 how many
    of these, ``period`` HSD05 (34 month, 35 week, 29 remaining, …), ``periods`` HSD06.
    """

    unit: str = ""
    quantity: Decimal | None = None
    frequency: str = ""
    each: Decimal | None = None
    period: str = ""
    periods: Decimal | None = None


class ReviewDiagnosis(Value, frozen=True):
    """A diagnosis of the event: ``qualifier`` as HI has it (ABK principal, ABF other, ABJ admitting)."""

    code: str
    qualifier: str = "ABF"
    dates: DateRange | None = None


class ReviewService(Value, frozen=True):
    """A service that is asked for: as SV1 (professional), SV2 (institutional) or SV3 (dental) has it.

    ``kind`` is professional, institutional or dental; ``charge`` in dollars.
    """

    code: str = ""
    kind: str = "professional"
    code_qualifier: str = "HC"
    modifiers: tuple[str, ...] = ()
    revenue_code: str = ""
    charge: Decimal | None = None
    units: Decimal | None = None
    unit: str = "UN"
    dates: DateRange | None = None
    delivery: Delivery | None = None
    providers: tuple[Party, ...] = ()
    message: str = ""


class ReviewRequest(Value, frozen=True, kw_only=True):
    """One request about one event. ``trace`` and ``trace_source`` as in an eligibility question.

    ``category`` is UM01 (AR, HS, IN, SC), ``certification`` UM02 (I initial, R renewal, S revised,
    3 cancel, …), ``service_type`` UM03, ``place`` a place of service (``place_qualifier`` B) or bill
    type (A), ``urgency`` UM06 (03 emergency, U urgent), ``release_of_information`` UM09.
    ``event`` are the days asked for; ``admission`` those of a stay.
    """

    payer: Party
    requester: Party
    insured: Insured
    trace: str
    trace_source: str
    category: str
    certification: str = "I"
    service_type: str = ""
    place: str = ""
    place_qualifier: str = "B"
    urgency: str = ""
    release_of_information: str = ""
    prior_authorization: str = ""
    event: DateRange | None = None
    admission: DateRange | None = None
    admission_type: str = ""
    admission_source: str = ""
    diagnoses: tuple[ReviewDiagnosis, ...] = ()
    delivery: Delivery | None = None
    attachments: tuple[Attachment, ...] = ()
    message: str = ""
    providers: tuple[Party, ...] = ()
    services: tuple[ReviewService, ...] = ()


class Outcome(StrEnum):
    """What a review came to, in words for HCR01."""

    CERTIFIED = "certified"
    PARTLY_CERTIFIED = "partly certified"
    MODIFIED = "certified with changes"
    DENIED = "denied"
    PENDED = "pended"
    CANCELLED = "cancelled"
    ASK_PAYER = "ask the payer"
    NOT_NEEDED = "no review needed"
    UNKNOWN = "unknown"


OUTCOMES = {
    "A1": Outcome.CERTIFIED,
    "A2": Outcome.PARTLY_CERTIFIED,
    "A3": Outcome.DENIED,
    "A4": Outcome.PENDED,
    "A6": Outcome.MODIFIED,
    "C": Outcome.CANCELLED,
    "CT": Outcome.ASK_PAYER,
    "NA": Outcome.NOT_NEEDED,
}
"""HCR01 to what it means."""


class Decision(Value, frozen=True):
    """A decision (HCR): ``authorization`` is the number to bill with (HCR02), ``reason`` HCR03."""

    action: str
    authorization: str = ""
    reason: str = ""
    second_opinion: str = ""

    @property
    def outcome(self) -> Outcome:
        """What the action code means; unknown for one that the guide does not have."""
        return OUTCOMES.get(self.action, Outcome.UNKNOWN)


class ServiceAnswer(Value, frozen=True):
    """What was decided about one service; ``dates`` as sent (007 in force, 036 ends, 472 service)."""

    service: ReviewService
    decision: Decision | None = None
    dates: tuple[QualifiedDate, ...] = ()
    references: tuple[Reference, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    other_segments: tuple[OtherSegment, ...] = ()


class ReviewAnswer(Value, frozen=True, kw_only=True):
    """What a payer answers about one event.

    ``purpose`` is BHT06 as sent (18 final, 19 more to come, AT administrative, RU medical services
    reservation). ``dates`` of the event: 007 authorization in force, 036 it ends, 102 issued, AAH event,
    435 admission. ``traces`` are the asker's first, ``trace_sources`` who gave each (TRN03);
    ``place`` and ``place_qualifier`` as in the request. An answer that rejects the request before it
    reached an event has rejections and nothing else.
    """

    payer: Party | None = None
    requester: Party | None = None
    insured: Insured = Insured()
    purpose: str = ""
    traces: tuple[str, ...] = ()
    trace_sources: tuple[str, ...] = ()
    category: str = ""
    certification: str = ""
    service_type: str = ""
    place: str = ""
    place_qualifier: str = "B"
    decision: Decision | None = None
    dates: tuple[QualifiedDate, ...] = ()
    references: tuple[Reference, ...] = ()
    diagnoses: tuple[ReviewDiagnosis, ...] = ()
    delivery: Delivery | None = None
    rejections: tuple[Rejection, ...] = ()
    messages: tuple[str, ...] = ()
    providers: tuple[Party, ...] = ()
    services: tuple[ServiceAnswer, ...] = ()
    other_segments: tuple[OtherSegment, ...] = ()
    origin: Origin = Origin()

    @property
    def outcome(self) -> Outcome:
        """What the event as a whole came to; unknown when only its services were decided."""
        return self.decision.outcome if self.decision else Outcome.UNKNOWN
