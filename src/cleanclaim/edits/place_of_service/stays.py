"""The days that a patient is in the care of a facility or agency, as earlier bills tell."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.edits.history import claims_beside
from cleanclaim.edits.rules import Rules
from cleanclaim.primitives import DateRange

SKILLED_NURSING = ("21",)
"""Beginnings of bills of a covered stay in a skilled nursing facility (Part A)."""
HOME_HEALTH = ("32", "33")
"""Beginnings of bills under a home health plan of care."""
HOSPICE = ("81", "82")
"""Beginnings of bills of a hospice."""


def stays_of(claim: Claim, rules: Rules, kinds: tuple[str, ...]) -> Iterator[tuple[Claim, DateRange]]:
    """Yield the earlier bills of other providers of these kinds, each with the days that it covers."""
    for earlier in claims_beside(claim, rules):
        details = earlier.institutional
        if details is None or details.statement is None or details.facility_type not in kinds:
            continue
        if earlier.billing_provider.npi.strip() != claim.billing_provider.npi.strip():
            yield earlier, details.statement


def is_within(day: date, stay: DateRange, *, status: str) -> bool:
    """Return whether a day is one of a stay: the last one too unless the patient left on it."""
    return stay.start <= day < stay.end or (day == stay.end and status == "30")
