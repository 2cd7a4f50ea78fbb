"""The remittance: what a payer says it did with our claims and its money.

Besides the fields that have names, every level keeps what else was sent there: references,
dates, amounts and quantities with their qualifiers, names with their entity code, and whole
segments that the guide does not foresee (``others``). Bank routing and account numbers (BPR07,
BPR09, BPR13, BPR15) are left out on purpose; the stored file has them, encrypted.
"""

from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.primitives import DateRange, Money

Row = tuple[str, ...]
"""One segment as sent: its id, then its elements."""


class Value(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Base of all remittance values; they hold what was sent."""


class RemitAdjustment(Value, frozen=True):
    """One adjustment: group code CO, OA, PI, PR (or CR), CARC, dollars, units if given.

    ``amount`` is positive when it reduces the payment (CAS03 as sent).
    """

    group_code: str
    carc: str
    amount: Money
    quantity: Decimal | None = None


class RemitParty(Value, frozen=True):
    """A name in a remittance (NM1 or N1) with its entity code and identifier, as sent.

    Entities: QC patient, IL insured, 74 corrected insured, 82 rendering provider, TT crossover
    payer, PR corrected priority payer, GB other subscriber. ``is_organization`` is NM102 = 2.
    """

    entity: str
    last: str = ""
    first: str = ""
    middle: str = ""
    suffix: str = ""
    is_organization: bool = False
    id_qualifier: str = ""
    identifier: str = ""


class LinePayment(Value, frozen=True):
    """What was decided about one service line (loop 2110).

    ``code`` and ``modifiers`` are those adjudicated, ``submitted_code`` and
    ``submitted_modifiers`` those sent when they differ (SVC06); amounts in dollars; ``units``
    those paid. ``control_number`` is REF 6R, ``allowed`` AMT B6 when sent; ``remarks`` the LQ HE
    codes, ``drug_remarks`` the LQ RX codes.
    """

    position: int
    code: str = ""
    code_qualifier: str = "HC"
    modifiers: tuple[str, ...] = ()
    submitted_code: str = ""
    revenue_code: str = ""
    charge: Money = Decimal("0.00")
    paid: Money = Decimal("0.00")
    units: Decimal | None = None
    submitted_units: Decimal | None = None
    dates: DateRange | None = None
    control_number: str = ""
    allowed: Money | None = None
    adjustments: tuple[RemitAdjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    drug_remarks: tuple[str, ...] = ()
    submitted_qualifier: str = ""
    submitted_modifiers: tuple[str, ...] = ()
    description: str = ""
    submitted_description: str = ""
    references: tuple[tuple[str, str], ...] = ()
    qualified_dates: tuple[tuple[str, str], ...] = ()
    amounts: tuple[tuple[str, Money], ...] = ()
    quantities: tuple[tuple[str, Decimal], ...] = ()
    others: tuple[Row, ...] = ()


class ClaimPayment(Value, frozen=True):
    """What was decided about one claim (loop 2100).

    ``patient_control_number`` is CLP01 as the payer returns it; ``status`` CLP02;
    ``patient_responsibility`` CLP05; ``payer_claim_control_number`` CLP07. ``crossover`` is
    the payer the claim was forwarded to (NM1 TT, its identifier, else its name).
    ``remarks`` are the codes of MIA and MOA; ``inpatient`` and ``outpatient`` those segments'
    elements as sent; ``group`` the LX number that the claim stands under.
    """

    position: int
    patient_control_number: str
    status: str
    charge: Money
    paid: Money
    patient_responsibility: Money = Decimal("0.00")
    filing_indicator: str = ""
    payer_claim_control_number: str = ""
    facility_type: str = ""
    claim_frequency_code: str = ""
    drg: str = ""
    patient_last_name: str = ""
    patient_first_name: str = ""
    member_id: str = ""
    rendering_npi: str = ""
    crossover: str = ""
    statement: DateRange | None = None
    received: date | None = None
    adjustments: tuple[RemitAdjustment, ...] = ()
    lines: tuple[LinePayment, ...] = ()
    remarks: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    amounts: tuple[tuple[str, Money], ...] = ()
    patient_status: str = ""
    drg_weight: str = ""
    discharge_fraction: str = ""
    group: str = ""
    parties: tuple[RemitParty, ...] = ()
    qualified_dates: tuple[tuple[str, str], ...] = ()
    quantities: tuple[tuple[str, Decimal], ...] = ()
    inpatient: tuple[str, ...] = ()
    outpatient: tuple[str, ...] = ()
    others: tuple[Row, ...] = ()

    @property
    def all_adjustments(self) -> tuple[RemitAdjustment, ...]:
        """The adjustments of the claim, then those of its lines, in file order."""
        return self.adjustments + tuple(found for line in self.lines for found in line.adjustments)

    @property
    def is_reversal(self) -> bool:
        """Whether this takes an earlier payment back (CLP02 22)."""
        return self.status == "22"


class ClaimGroup(Value, frozen=True):
    """An LX header with the payer's own summaries (TS3, TS2) as sent."""

    number: str
    provider_summary: tuple[str, ...] = ()
    supplemental_summary: tuple[str, ...] = ()
    others: tuple[Row, ...] = ()


class ProviderAdjustment(Value, frozen=True):
    """One PLB pair: ``amount`` positive REDUCES the payment (as sent); ``reason`` WO, FB, L6, …"""

    provider_id: str
    reason: str
    amount: Money
    reference: str = ""
    fiscal_period_end: date | None = None


class Remittance(Value, frozen=True):
    """One 835 transaction: one payment, or none, with the claims and adjustments behind it.

    ``payment`` is BPR02 in dollars; ``payment_method`` BPR04 (ACH, CHK, NON, …);
    ``trace_number`` TRN02; ``payer_trace_id`` TRN03. ``position`` numbers the transactions of
    one file from 1. ``payer_contacts`` are PER segments as sent; ``interchange`` and
    ``group_control_number`` ISA13 and GS06; ``sender`` and ``receiver`` ISA06 and ISA08.
    """

    position: int
    payment: Money
    payment_method: str = ""
    credit_debit: str = "C"
    handling: str = ""
    trace_number: str = ""
    payer_trace_id: str = ""
    paid_on: date | None = None
    produced_on: date | None = None
    payer_name: str = ""
    payer_id: str = ""
    payee_name: str = ""
    payee_npi: str = ""
    payee_tax_id: str = ""
    claims: tuple[ClaimPayment, ...] = ()
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()
    control_number: str = ""
    version: str = ""
    payment_format: str = ""
    originator: str = ""
    originator_supplement: str = ""
    trace_supplement: str = ""
    currency: tuple[str, ...] = ()
    payer_id_qualifier: str = ""
    payer_address: tuple[str, ...] = ()
    payer_references: tuple[tuple[str, str], ...] = ()
    payer_contacts: tuple[Row, ...] = ()
    payee_id_qualifier: str = ""
    payee_id: str = ""
    payee_address: tuple[str, ...] = ()
    payee_references: tuple[tuple[str, str], ...] = ()
    payee_delivery: tuple[Row, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    qualified_dates: tuple[tuple[str, str], ...] = ()
    groups: tuple[ClaimGroup, ...] = ()
    others: tuple[Row, ...] = ()
    interchange: str = ""
    group_control_number: str = ""
    sender: str = ""
    receiver: str = ""
    usage: str = ""

    @property
    def claims_paid(self) -> Money:
        """Σ CLP04 in dollars."""
        return sum((claim.paid for claim in self.claims), Decimal("0.00"))

    @property
    def provider_adjustment_total(self) -> Money:
        """Σ PLB in dollars; positive reduces the payment."""
        return sum((found.amount for found in self.provider_adjustments), Decimal("0.00"))
