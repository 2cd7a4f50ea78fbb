"""What a release is: one publication of one code set, in force for a range of days."""

from datetime import date, datetime
from typing import Literal

import msgspec

ICD10CM_KIND = "ICD10CM"
"""The kind of the ICD-10-CM releases (diagnosis codes with their tabular notes)."""


class Release(msgspec.Struct, frozen=True):
    """One immutable publication of a code set.

    ``effective_to`` is the last day in force. ``sha256`` is the digest of the source files, as
    releases get re-cut under the same label. ``imported_at`` is what the caller gave, nothing
    for what ships with the package. A ``partial`` release misses some count or canary value:
    what it holds is good, what it lacks is "not checked". ``remarks`` say what a user of the
    release ought to know, one sentence each.
    """

    kind: str
    label: str
    effective_from: date
    effective_to: date
    sha256: str
    source: str
    counts: dict[str, int]
    completeness: Literal["complete", "partial"] = "complete"
    imported_at: datetime | None = None
    remarks: tuple[str, ...] = ()

    def covers(self, day: date) -> bool:
        """Return whether the release is in force on a day."""
        return self.effective_from <= day <= self.effective_to
