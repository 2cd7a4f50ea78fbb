"""The ICD-10-PCS books for a day: tables whose rows make the codes, and the body part key."""

from datetime import date
from functools import lru_cache

import msgspec

from cleanclaim.codesets import Known, Release, Store
from cleanclaim.codesets.icd10pcs import ICD10PCS_BODY_PART, ICD10PCS_TABLES, PCSRow, PCSSynonym

BODY_SYSTEMS = "0123456789BCDFGHJKLMNPQRSTUVWXY"
"""The second characters of the section Medical and Surgical."""


class Part(msgspec.Struct, frozen=True):
    """A body part of a table without its side: the character for right, left, both, or without side."""

    title: str
    sides: dict[str, str]


class PCSBooks:
    """The tables in force on a day, or the last ones before it.

    ``in_force`` is false for those: whoever takes them says so beside each code, because a code
    may have been deleted since. ``parts`` keeps the body parts of tables and their names, once made.
    """

    def __init__(self, store: Store, on: date, release: Release, *, in_force: bool) -> None:
        """Keep the store and the day for which its tables are asked."""
        self.release = release
        self.in_force = in_force
        self._store = store
        self._on = on if in_force else release.effective_to
        self._rows: dict[str, tuple[PCSRow, ...]] = {}
        self.parts: dict[str, tuple[dict[str, Part], dict[str, Part]]] = {}
        self._synonyms: dict[str, tuple[str, ...]] | None = None

    def rows(self, table: str) -> tuple[PCSRow, ...]:
        """Return the rows of a table (three characters); none when there is no such table."""
        found = self._rows.get(table)
        if found is None:
            answer = self._store.find(ICD10PCS_TABLES, table, self._on)
            found = self._rows[table] = answer.value if isinstance(answer, Known) else ()
        return found

    def part_synonyms(self) -> dict[str, tuple[str, ...]]:
        """Return the names of the body part key (lower case) with their body part values."""
        if self._synonyms is None:
            table = self._store.table(ICD10PCS_BODY_PART, self._on)
            found: dict[str, tuple[str, ...]] = {}
            if isinstance(table, Known):
                names = table.value.keys()
                for key in names:
                    for row in table.value.every(key):
                        found[_plain(row)] = row.values
            self._synonyms = found
        return self._synonyms


class NoBooks(msgspec.Struct, frozen=True):
    """No tables of ICD-10-PCS can answer, and why."""

    reason: str


def _plain(row: PCSSynonym) -> str:
    return row.name.lower()


def pcs_books(store: Store, on: date) -> PCSBooks | NoBooks:
    """Return the books for a discharge date: those in force, else the newest before it, else why not.

    Tables that only come into force later are never taken.
    """
    return _books(store, on)


@lru_cache(maxsize=8)
def _books(store: Store, on: date) -> PCSBooks | NoBooks:
    loaded = store.releases(ICD10PCS_TABLES.name)
    now = store.release_on(ICD10PCS_TABLES.name, on)
    if isinstance(now, Release):
        return PCSBooks(store, on, now, in_force=True)
    before = [release for release in loaded if release.effective_to < on]
    if before:
        newest = max(before, key=lambda release: release.effective_to)
        return PCSBooks(store, on, newest, in_force=False)
    return NoBooks(now.reason)
