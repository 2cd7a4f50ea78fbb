"""Who sends claims to whom, when, and under which control number."""

from datetime import datetime

import msgspec

from cleanclaim.claim import Contact
from cleanclaim.x12 import Delimiters

PRODUCTION = "P"
TEST = "T"


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """One interchange of claims: everything about it that is not in the claims.

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
