"""A submission that the tests of this folder share."""

from datetime import datetime

from cleanclaim.claim import Contact
from cleanclaim.exchange import Submission

SUBMISSION = Submission(
    submitter_name="LARCH BILLING SERVICE",
    submitter_id="LBS001",
    contact=Contact("BILLING DESK", (("TE", "3035550100"),)),
    receiver_name="PRACTICE CLEARINGHOUSE",
    receiver_id="PCH900",
    control_number=42,
    at=datetime(2025, 12, 15, 9, 30),  # noqa: DTZ001 - an interchange's time has no zone
)
