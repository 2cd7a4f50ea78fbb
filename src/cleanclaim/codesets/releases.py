"""What a release is: one publication of one code set, in force for a range of days."""

from datetime import date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from cleanclaim.primitives import ConfigurationError

ICD10CM_KIND = "ICD10CM"
"""The kind of the ICD-10-CM releases (diagnosis codes with their tabular notes)."""


class Release(msgspec.Struct, frozen=True):
    """One immutable publication of a code set.

    ``effective_to`` is the last day in force. ``sha256`` is the digest of the source files, as
    releases get re-cut under the same label. ``imported_at`` is what the caller gave, nothing
    for what ships with the package. A ``partial`` release misses some count or canary value:
    what it holds is good, what it lacks is "not checked". ``remarks`` say what a user of the
    release ought to know, one sentence each. ``without_notes``: codes and titles only, where the
    kind has notes (ICD-10-CM from the order file alone). ``stand_in``: it ships with the program
    where an official file would serve better; any that was imported goes before it. ``starter``:
    it belongs to the starter pack, which is no production release.
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
    without_notes: bool = False
    stand_in: bool = False
    starter: bool = False

    @property
    def precedence(self) -> tuple[bool, date, bool, date, bool, str, str]:
        """What decides between releases of one kind that are in force on a day: the highest answers.

        One that was imported before a stand-in that ships, the one that begins last, then a
        complete one before a partial one, the one that reaches furthest, one with notes before
        one without, the later import, the later label.
        """
        imported = self.imported_at.isoformat() if self.imported_at else ""
        complete = self.completeness == "complete"
        return (
            not self.stand_in,
            self.effective_from,
            complete,
            self.effective_to,
            not self.without_notes,
            imported,
            self.label,
        )

    def covers(self, day: date) -> bool:
        """Return whether the release is in force on a day."""
        return self.effective_from <= day <= self.effective_to


def damaged_table(path: Path, why: str) -> ConfigurationError:
    """Return the error of a release's table that cannot be read."""
    return ConfigurationError(
        f"this table of a release cannot be used: {why}.",
        where=str(path),
        fix="Remove its directory and import the release again.",
    )
