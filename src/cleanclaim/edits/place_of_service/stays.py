"""The days that a patient is in the care of a facility or agency, as bills and the payer tell."""

from collections.abc import Iterator
from datetime import date

import msgspec

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

_TOLD_AS = {"skilled_nursing": "21", "home_health": "32", "hospice": "81", "hospital": "11"}


class Stay(msgspec.Struct, frozen=True):
    """Days in somebody's care: the beginning of the bill's type, when it began, the last discharge status.

    ``status`` is empty where the payer's answer tells of the stay, and no bill.
    """

    kind: str
    began: date
    days: DateRange
    status: str = ""

    def holds(self, day: date) -> bool:
        """Return whether a day is one of the stay: the last one too unless the patient left on it."""
        return self.days.start <= day < self.days.end or (
            day == self.days.end and (self.status == "30" or self.kind in HOSPICE)
        )


def stays_of(claim: Claim, rules: Rules, kinds: tuple[str, ...]) -> Iterator[Stay]:
    """Yield the stays of these kinds with other providers, of other bills and of the payer's answers."""
    for earlier in claims_beside(claim, rules):
        details = earlier.institutional
        if details is None or details.statement is None or details.facility_type not in kinds:
            continue
        if earlier.billing_provider.npi.strip() != claim.billing_provider.npi.strip():
            began = details.admission_date or details.statement.start
            yield Stay(details.facility_type, began, details.statement, details.patient_status)
    for answer in rules.context.eligibility_of(claim.coverage):
        for one in answer.stays:
            kind, mine = _TOLD_AS[one.kind], one.npi == claim.billing_provider.npi.strip()
            if kind in kinds and not (one.npi and mine):
                yield Stay(kind, one.start, DateRange(one.start, one.end or date.max))
