"""Who sends claims to whom, when, and under which control number."""

from datetime import datetime

import msgspec

from cleanclaim.claim import Contact
from cleanclaim.x12 import Delimiters, Envelope

PRODUCTION = "P"
TEST = "T"


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One interchange of claims or questions: everything about it that is not in these.

    ``submitter_id`` and ``receiver_id`` are NM109 of loops 1000A and 1000B; they are also the
    identifiers of ISA and GS unless ``interchange_sender_id`` and ``interchange_receiver_id`` are
    given. ``contact`` needs at least one number (PER of 1000A). ``control_number`` (1 to
    999999999) becomes ISA13 and GS06; the transactions' numbers and BHT03 follow from it, so
    the same claims with the same submission are the same bytes. ``at`` is the time of ISA, GS
    and BHT. ``reports_encounters`` says that no payment is asked for (BHT06 RP instead of CH).
    ``delimiters``: when not given, the customary ones, or others where a value contains one.
    """

    submitter_name: str
    submitter_id: str
    contact: Contact
    receiver_name: str
    receiver_id: str
    control_number: int
    at: datetime
    usage: str = PRODUCTION
    submitter_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    interchange_sender_id: str = ""
    interchange_receiver_id: str = ""
    reports_encounters: bool = False
    delimiters: Delimiters | None = None


def envelope_of(
    submission: Submission,
    *,
    functional_id: str,
    version: str,
    delimiters: Delimiters,
    acknowledgment_requested: bool = False,
) -> Envelope:
    """Return the interchange and group of a submission: who sends what kind of content to whom."""
    sender = submission.interchange_sender_id or submission.submitter_id
    receiver = submission.interchange_receiver_id or submission.receiver_id
    return Envelope(
        sender_qualifier=submission.submitter_qualifier,
        sender_id=sender,
        receiver_qualifier=submission.receiver_qualifier,
        receiver_id=receiver,
        control_number=submission.control_number,
        at=submission.at,
        usage=submission.usage,
        functional_id=functional_id,
        gs_sender=sender,
        gs_receiver=receiver,
        version=version,
        delimiters=delimiters,
        acknowledgment_requested=acknowledgment_requested,
    )
