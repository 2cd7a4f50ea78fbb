"""The form of one line of a batch of notes."""

from datetime import date

import msgspec


class BatchNote(msgspec.Struct, frozen=True):
    """A note of ``code --batch``: everything but ``text`` may be missing; unknown fields are passed over.

    The last five are accepted and not used yet.
    """

    text: str
    id: str | int | None = None
    setting: str | None = None
    date_of_service: date | None = None
    claim_type: str | None = None
    payer_kind: str | None = None
    patient_age: int | float | None = None
    patient_sex: str | None = None
    new_patient: bool | None = None
