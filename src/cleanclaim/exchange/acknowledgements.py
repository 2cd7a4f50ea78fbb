"""What comes back before adjudication: TA1, 999 (and 997), 277CA, as values.

Each says which interchange (ISA13), group (GS06), transaction (ST02) or claim (patient control
number) it answers, and whether that was accepted. Guides: 005010X231A1 (999), 005010X214 (277CA).
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

import msgspec


class Verdict(StrEnum):
    """What became of that which was sent; only what is rejected must be sent again."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"


class Origin(msgspec.Struct, frozen=True):
    """Who answered: sender, and the answer's own numbers, so that none is processed twice."""

    sender_id: str = ""
    receiver_id: str = ""
    interchange_control_number: str = ""
    transaction_control_number: str = ""


class InterchangeAcknowledgement(msgspec.Struct, frozen=True, tag="TA1"):
    """A TA1: whether a whole interchange could be opened. ``note_code`` is TA105 (000: no error)."""

    interchange_control_number: str
    verdict: Verdict
    note_code: str = ""
    sent_date: str = ""
    sent_time: str = ""
    origin: Origin = Origin()


class ReportedError(msgspec.Struct, frozen=True):
    """One mistake that a 999 names.

    ``segment_position`` counts from the ST (1); ``element`` is ``position`` or
    ``position:component``; ``code`` is IK304 or IK403; ``value`` is the bad value that was sent;
    ``patient_control_number`` comes from a CTX segment where the answer has one.
    """

    segment: str
    segment_position: int | None
    code: str
    loop: str = ""
    element: str = ""
    value: str = ""
    patient_control_number: str = ""


class TransactionAnswer(msgspec.Struct, frozen=True):
    """What a 999 says of one transaction set: ST02, verdict (IK501), its errors."""

    set_id: str
    control_number: str
    verdict: Verdict
    guide: str = ""
    error_codes: tuple[str, ...] = ()
    errors: tuple[ReportedError, ...] = ()


class FunctionalAcknowledgement(msgspec.Struct, frozen=True, tag="999"):
    """A 999 or 997: whether a functional group (GS06) kept to its guide.

    Transactions that are accepted need not be listed; ``included``, ``received`` and ``accepted``
    are the counts of AK9.
    """

    group_control_number: str
    verdict: Verdict
    functional_id: str = ""
    guide: str = ""
    transactions: tuple[TransactionAnswer, ...] = ()
    included: int | None = None
    received: int | None = None
    accepted: int | None = None
    error_codes: tuple[str, ...] = ()
    origin: Origin = Origin()


class Status(msgspec.Struct, frozen=True):
    """One status of a 277CA: category (A1, A3, …), status code, entity; STC12 free text."""

    category: str
    code: str = ""
    entity: str = ""
    message: str = ""


class LineAnswer(msgspec.Struct, frozen=True):
    """What a 277CA says of one service line; ``control_number`` is the line's own (REF FJ)."""

    control_number: str
    verdict: Verdict
    code: str = ""
    statuses: tuple[Status, ...] = ()


class ClaimAnswer(msgspec.Struct, frozen=True):
    """What a 277CA says of one claim.

    ``patient_control_number`` is TRN02 of loop 2200D (CLM01 of the claim); the payer's number is
    REF 1K, the clearinghouse's REF D9. ``on`` is the day of the status, ``charge`` in dollars.
    """

    patient_control_number: str
    verdict: Verdict
    statuses: tuple[Status, ...] = ()
    payer_claim_control_number: str = ""
    clearinghouse_number: str = ""
    on: date | None = None
    charge: Decimal | None = None
    lines: tuple[LineAnswer, ...] = ()


class BatchAnswer(msgspec.Struct, frozen=True):
    """What a 277CA says of everything from one submitter or one billing provider.

    ``level`` is ``submitter`` or ``provider``; ``trace`` is TRN02 (at submitter level the BHT03 of
    the claims); a rejection here rejects all claims below, which then are not listed.
    """

    level: str
    trace: str
    verdict: Verdict
    provider_id: str = ""
    statuses: tuple[Status, ...] = ()
    accepted: int | None = None
    rejected: int | None = None
    accepted_amount: Decimal | None = None
    rejected_amount: Decimal | None = None


class ClaimAcknowledgement(msgspec.Struct, frozen=True, tag="277CA"):
    """A 277CA: which claims of a batch were taken into adjudication."""

    payer_name: str = ""
    payer_id: str = ""
    batches: tuple[BatchAnswer, ...] = ()
    claims: tuple[ClaimAnswer, ...] = ()
    origin: Origin = Origin()


Acknowledgement: TypeAlias = InterchangeAcknowledgement | FunctionalAcknowledgement | ClaimAcknowledgement
