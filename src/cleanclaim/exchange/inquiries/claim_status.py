"""The status of claims: what is asked of a payer (276) and what it answers (277), as values.

Guide 005010X212. The acknowledgement of a submission (277CA, 005010X214) is another transaction:
``cleanclaim.exchange.acknowledgements``.
"""

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from cleanclaim.claim import Claim, OtherSegment
from cleanclaim.claim.parties import Value
from cleanclaim.exchange.acknowledgements import Origin, Status
from cleanclaim.exchange.canonical import line_control_number
from cleanclaim.exchange.inquiries.parties import Insured, Party, insured_by, payer_party, provider_party
from cleanclaim.primitives import DateRange

REVENUE_CODE = "NU"
"""SVC01-1 of a line that was billed under a revenue code alone."""


class LineQuestion(Value, frozen=True):
    """A service line that is asked about: as it was billed; ``control_number`` its REF 6R."""

    code: str
    charge: Decimal
    dates: DateRange
    code_qualifier: str = "HC"
    modifiers: tuple[str, ...] = ()
    revenue_code: str = ""
    units: Decimal | None = None
    control_number: str = ""


class ClaimStatusRequest(Value, frozen=True, kw_only=True):
    """One question about one claim. ``trace`` (TRN02) comes back with the answer.

    What names the claim: the payer's number, the patient control number, the clearinghouse's
    number, or charge and days of service.
    """

    payer: Party
    provider: Party
    insured: Insured
    trace: str
    payer_claim_control_number: str = ""
    bill_type: str = ""
    group_number: str = ""
    patient_control_number: str = ""
    prescription_number: str = ""
    clearinghouse_number: str = ""
    charge: Decimal | None = None
    dates: DateRange | None = None
    lines: tuple[LineQuestion, ...] = ()


class LineStatus(Value, frozen=True):
    """What a payer says of one service line (SVC and its STC segments), amounts in dollars."""

    code: str
    code_qualifier: str = ""
    modifiers: tuple[str, ...] = ()
    revenue_code: str = ""
    charge: Decimal | None = None
    paid: Decimal | None = None
    units: Decimal | None = None
    statuses: tuple[Status, ...] = ()
    on: date | None = None
    control_number: str = ""
    dates: DateRange | None = None
    other_segments: tuple[OtherSegment, ...] = ()


class ClaimStatus(Value, frozen=True, kw_only=True):
    """What a payer answers about one claim, or about all that was asked for a provider or receiver.

    ``level`` is claim, provider or receiver: whom the statuses concern. ``charge`` is STC04, ``paid``
    STC05, in dollars; ``on`` the day of the status, ``finalized_on`` STC06, ``payment_on`` and
    ``payment_number`` those of the cheque or transfer. ``trace`` is the asker's.
    """

    level: str
    trace: str = ""
    statuses: tuple[Status, ...] = ()
    payer: Party | None = None
    receiver: Party | None = None
    provider: Party | None = None
    insured: Insured | None = None
    on: date | None = None
    charge: Decimal | None = None
    paid: Decimal | None = None
    finalized_on: date | None = None
    payment_on: date | None = None
    payment_number: str = ""
    payer_claim_control_number: str = ""
    bill_type: str = ""
    patient_control_number: str = ""
    prescription_number: str = ""
    voucher: str = ""
    clearinghouse_number: str = ""
    dates: DateRange | None = None
    lines: tuple[LineStatus, ...] = ()
    other_segments: tuple[OtherSegment, ...] = ()
    origin: Origin = Origin()

    @property
    def is_finalized(self) -> bool:
        """Whether the payer has decided: a status of category F."""
        return any(status.category.startswith("F") for status in self.statuses)


REFERENCES = {
    "1K": "payer_claim_control_number",
    "BLT": "bill_type",
    "6P": "group_number",
    "EJ": "patient_control_number",
    "XZ": "prescription_number",
    "D9": "clearinghouse_number",
}
"""REF01 of loop 2200 to the field of a question; an answer has VV and no 6P."""

ANSWERED = {key: field for key, field in REFERENCES.items() if key != "6P"} | {"VV": "voucher"}
"""REF01 of loop 2200 to the field of an answer."""


def status_request_of(claim: Claim, trace: str, *, with_lines: bool = False) -> ClaimStatusRequest:
    """Return the question about a claim that was sent: to the payer it was billed to."""
    coverage, details = claim.coverage, claim.institutional
    questions = (
        LineQuestion(
            code=line.code or line.revenue_code,
            charge=line.charge,
            dates=line.dates,
            code_qualifier=line.code_qualifier if line.code else REVENUE_CODE,
            modifiers=line.modifiers,
            revenue_code=line.revenue_code if line.code else "",
            units=line.units,
            control_number=line_control_number(claim, number),
        )
        for number, line in enumerate(claim.lines, 1)
        if with_lines and line.charge is not None and line.dates is not None
    )
    return ClaimStatusRequest(
        payer=payer_party(coverage.payer),
        provider=provider_party(claim.billing_provider),
        insured=replace(insured_by(claim), relationship=""),
        trace=trace,
        payer_claim_control_number=coverage.payer_claim_control_number,
        bill_type=f"{details.facility_type}{claim.claim_frequency_code}" if details else "",
        patient_control_number=claim.patient_control_number,
        charge=claim.charge,
        dates=claim.service_dates,
        lines=tuple(questions),
    )
