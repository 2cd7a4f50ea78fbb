"""The store: a directory of releases, opened lazily, asked with a date."""

from datetime import date
from pathlib import Path
from typing import TypeVar

import msgspec

from cleanclaim.codesets.answers import Answer, Known, NotCovered, Unknown
from cleanclaim.codesets.icd10cm import ICD10CMEntry, ICD10CMTable, SearchHit
from cleanclaim.codesets.releases import ICD10CM_KIND, Release
from cleanclaim.primitives import ConfigurationError

T = TypeVar("T")

RELEASE_FILE = "release.json"
TABLE_FILE = "table.sqlite"

_NAMES = {ICD10CM_KIND: "ICD-10-CM"}


class Store:
    """The releases of one directory. Nothing is read before the first question.

    A release is a sub-directory ``<kind>/<name>`` with :data:`RELEASE_FILE` and
    :data:`TABLE_FILE`; it appears by one rename and never changes. Two that are in force on
    the same day are answered by the later import, the later label among equals.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._releases: tuple[tuple[Release, Path], ...] | None = None
        self._tables: dict[Path, ICD10CMTable] = {}

    def releases(self, kind: str | None = None) -> tuple[Release, ...]:
        """Return the releases that are loaded, by kind and first day in force."""
        return tuple(release for release, _ in self._loaded() if kind in (None, release.kind))

    def release_on(self, kind: str, on: date) -> Release | NotCovered:
        """Return the release of a kind in force on a day."""
        found = self._in_force(kind, on)
        return found if isinstance(found, NotCovered) else found[0]

    def icd10cm(self, code: str, on: date) -> Answer[ICD10CMEntry]:
        """Return what a diagnosis code, dotted or not, means on a date of service."""
        found = self._icd10cm_table(on)
        if isinstance(found, NotCovered):
            return found
        release, table = found
        return _answer(table.entry(_bare(code)), release, code, on)

    def icd10cm_children(self, code: str, on: date) -> Answer[tuple[str, ...]]:
        """Return the codes directly under a code; empty for one that has none."""
        found = self._icd10cm_table(on)
        if isinstance(found, NotCovered):
            return found
        release, table = found
        known = table.entry(_bare(code))
        return _answer(None if known is None else table.children(known.code), release, code, on)

    def search_icd10cm(
        self, words: str, on: date, *, limit: int = 25
    ) -> Known[tuple[SearchHit, ...]] | NotCovered:
        """Return the codes of which title or inclusion terms hold all the words, best first."""
        found = self._icd10cm_table(on)
        if isinstance(found, NotCovered):
            return found
        release, table = found
        return Known(table.search(words, limit), release)

    def icd10cm_table(self, on: date) -> Known[ICD10CMTable] | NotCovered:
        """Return the whole table in force on a day, for those who compile something from it."""
        found = self._icd10cm_table(on)
        return found if isinstance(found, NotCovered) else Known(found[1], found[0])

    def _icd10cm_table(self, on: date) -> tuple[Release, ICD10CMTable] | NotCovered:
        found = self._in_force(ICD10CM_KIND, on)
        if isinstance(found, NotCovered):
            return found
        release, directory = found
        table = self._tables.get(directory)
        if table is None:
            table = self._tables.setdefault(directory, ICD10CMTable(directory / TABLE_FILE))
        return release, table

    def _in_force(self, kind: str, on: date) -> tuple[Release, Path] | NotCovered:
        of_kind = [pair for pair in self._loaded() if pair[0].kind == kind]
        covering = [pair for pair in of_kind if pair[0].covers(on)]
        if covering:
            return max(covering, key=lambda pair: (str(pair[0].imported_at or ""), pair[0].label))
        name = _NAMES.get(kind, kind)
        if not of_kind:
            return NotCovered(kind, on, f"No {name} release is loaded. See: cleanclaim reference status.")
        ranges = ", ".join(f"{one.effective_from} to {one.effective_to}" for one, _ in of_kind)
        return NotCovered(
            kind,
            on,
            f"No loaded {name} release is in force on {on} (loaded: {ranges}). Import the one that is.",
        )

    def _loaded(self) -> tuple[tuple[Release, Path], ...]:
        if self._releases is None:
            self._releases = tuple(
                sorted(
                    (
                        (_read_release(path), path.parent)
                        for path in self.directory.glob(f"*/*/{RELEASE_FILE}")
                    ),
                    key=lambda pair: (pair[0].kind, pair[0].effective_from, pair[0].label),
                )
            )
        return self._releases


def open_store(directory: Path) -> Store:
    """Return the store of a directory; a missing or empty one has nothing loaded."""
    return Store(directory)


def _read_release(path: Path) -> Release:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Release)
    except (OSError, msgspec.MsgspecError) as error:
        raise ConfigurationError(
            f"this release record cannot be read: {error}.",
            where=str(path),
            fix="Remove its directory and import the release again.",
        ) from None


def _answer(value: T | None, release: Release, code: str, on: date) -> Answer[T]:
    if value is not None:
        return Known(value, release)
    if release.completeness == "partial":
        return NotCovered(
            release.kind,
            on,
            f"{code} is not in {release.label}, which is partial: it cannot say whether the code exists.",
        )
    return Unknown(release)


def _bare(code: str) -> str:
    return code.strip().upper().replace(".", "")
