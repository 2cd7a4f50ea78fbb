"""The remittance: what a payer says it did with our claims and its money."""

from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.primitives import DateRange, Money


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


class LinePayment(Value, frozen=True):
    """What was decided about one service line (loop 2110).

    ``code`` and ``modifiers`` are those adjudicated, ``submitted_code`` those sent when they
    differ (SVC06); amounts in dollars; ``units`` those paid. ``control_number`` is REF 6R,
    ``allowed`` AMT B6 when sent; ``remarks`` the LQ HE codes.
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


class ClaimPayment(Value, frozen=True):
    """What was decided about one claim (loop 2100).

    ``patient_control_number`` is CLP01 as the payer returns it; ``status`` CLP02;
    ``patient_responsibility`` CLP05; ``payer_claim_control_number`` CLP07. ``crossover`` is
    the payer the claim was forwarded to. ``corrected_*`` are the 74 / other-subscriber NM1s.
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
    one file from 1.
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
