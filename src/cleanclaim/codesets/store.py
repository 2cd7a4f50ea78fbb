"""The store: a directory of releases, opened lazily, asked with a date."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from cleanclaim.codesets.answers import Answer, Known, NotCovered, Unknown
from cleanclaim.codesets.catalogue import title_of
from cleanclaim.codesets.code_lists import ICD10PCS
from cleanclaim.codesets.icd10cm import ICD10CMEntry, ICD10CMTable, SearchHit
from cleanclaim.codesets.icd10cm_index import (
    ICD10CM_DRUG,
    ICD10CM_EXTERNAL,
    ICD10CM_INDEX,
    IndexTable,
    IndexTerm,
)
from cleanclaim.codesets.icd10pcs import ICD10PCS_INDEX
from cleanclaim.codesets.keyed import KeyedTable
from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.pairs import PTPEdit, PTPTable
from cleanclaim.codesets.releases import ICD10CM_KIND, Release
from cleanclaim.primitives import ConfigurationError

T = TypeVar("T")
S = TypeVar("S", bound=msgspec.Struct)

RELEASE_FILE = "release.json"
TABLE_FILE = "table.sqlite"
PAIRS_FILE = "pairs.bin"
_REMEMBERED = 4096
STAND_IN_NAMES = ("shipped-", "starter-")
"""How the directories of what ships with the program begin."""


class Store:
    """The releases of one directory. Nothing is read before the first question.

    A release is a sub-directory ``<kind>/<name>`` with :data:`RELEASE_FILE` and its table; it
    appears by one rename and never changes. Of several in force on a day one that was imported
    answers before a stand-in that ships, then the one that begins last, a complete one before a
    partial one, the one that reaches furthest, one with notes before one without, the later
    import, the later label.
    """

    def __init__(
        self, directory: Path, *, shipped: frozenset[str] | None = None, behind: Path | None = None
    ) -> None:
        """Take the releases of a directory; ``shipped`` names what ships with this version of the program.

        Other stand-ins, left by another version, are then left out. Of a directory ``behind`` only
        what ships is taken: it stands behind the releases of a store of somebody's own.
        """
        self.directory = directory
        self.behind = behind
        self._shipped = shipped
        self._releases: tuple[tuple[Release, Path], ...] | None = None
        self._tables: dict[Path, Any] = {}
        self._answering: dict[tuple[str, date], tuple[Release, Path] | NotCovered] = {}
        self._diagnoses: dict[date, tuple[Release, ICD10CMTable]] = {}
        self._whole: dict[tuple[str, date], Known[Any]] = {}
        self._covering: dict[tuple[str, date], tuple[tuple[Release, Path], ...]] = {}

    def releases(self, kind: str | None = None) -> tuple[Release, ...]:
        """Return the releases that are loaded, by kind and first day in force."""
        return tuple(release for release, _ in self._loaded() if kind in (None, release.kind))

    def release_on(self, kind: str, on: date) -> Release | NotCovered:
        """Return the release of a kind in force on a day."""
        found = self._in_force(kind, on)
        return found if isinstance(found, NotCovered) else found[0]

    def directory_on(self, kind: str, on: date) -> Path | None:
        """Return where the release of a kind in force on a day lies; nothing when none is."""
        found = self._in_force(kind, on)
        return None if isinstance(found, NotCovered) else found[1]

    def find(self, kind: Kind[S], key: str, on: date) -> Answer[tuple[S, ...]]:
        """Return the rows of a key in force on a day, never an empty tuple.

        ``Unknown`` when a complete release has none on that day; :meth:`every` tells whether it
        has some on others. Pairs are asked for with :meth:`pair`.
        """
        if kind.updated:
            return self._find_in_any(kind, key, on)
        _refuse_what_is_not_keyed(kind)
        table = self.table(kind, on)
        if isinstance(table, NotCovered):
            return table
        rows = table.value.on(_bare(key), on)
        found = _answer(rows or None, table.release, key, on)
        if isinstance(found, NotCovered) and kind.row_dated and table.value.every(_bare(key)):
            # A partial table that has the key on other days does say that there is none on this one.
            return Unknown(table.release)
        return found

    def every(self, kind: Kind[S], key: str, on: date) -> Answer[tuple[S, ...]]:
        """Return all rows of a key that the release in force on a day has, ended and future ones too."""
        return self._rows(kind, key, on, lambda table, bare: table.every(bare))

    def table(self, kind: Kind[S], on: date) -> Known[KeyedTable[S]] | NotCovered:
        """Return the whole table in force on a day, for many questions about that day."""
        known: Known[KeyedTable[S]] | None = self._whole.get((kind.name, on))
        if known is not None:
            return known
        found = self._in_force(kind.name, on)
        if isinstance(found, NotCovered):
            return found
        release, directory = found
        table: KeyedTable[S] = self._opened(directory, lambda: KeyedTable(kind, directory / TABLE_FILE))
        return self._whole.setdefault((kind.name, on), Known(table, release))

    def pairs(self, kind: Kind[PTPEdit], on: date) -> Known[PTPTable] | NotCovered:
        """Return the NCCI pairs that answer for a day; absent from a *partial* one is not checked."""
        found = self._in_force(kind.name, on)
        if isinstance(found, NotCovered):
            return found
        release, directory = found
        table: PTPTable = self._opened(directory, lambda: PTPTable(directory / PAIRS_FILE))
        return Known(table, release)

    def pair(self, kind: Kind[PTPEdit], column1: str, column2: str, on: date) -> Answer[PTPEdit]:
        """Return the edit of two codes, in this order of columns, on a day; ``Unknown``: no edit."""
        found = self.pairs(kind, on)
        if isinstance(found, NotCovered):
            return found
        edit = found.value.find(column1, column2, on)
        return _answer(edit, found.release, f"{column1}-{column2}", on)

    def index(self, kind: Kind[IndexTerm], on: date) -> Known[IndexTable] | NotCovered:
        """Return the ICD-10-CM index of a kind that is in force on a day."""
        return self._index(self._in_force(kind.name, on))

    def nearest_index(self, kind: Kind[IndexTerm], on: date) -> Known[IndexTable] | NotCovered:
        """Return the index in force on a day, else the last one before it, else the first after it.

        An index only helps to find codes: whoever takes one from another year's looks each code
        up in the code set of the day. The release in the answer says which year it is.
        """
        found = self._in_force(kind.name, on)
        others = [pair for pair in self._loaded() if pair[0].kind == kind.name]
        if isinstance(found, NotCovered) and others:
            before = [pair for pair in others if pair[0].effective_from <= on]
            nearest = before[-1:] or others[:1]
            return self._index(nearest[0])
        return self._index(found)

    def _index(self, found: tuple[Release, Path] | NotCovered) -> Known[IndexTable] | NotCovered:
        if isinstance(found, NotCovered):
            return found
        release, directory = found
        table: IndexTable = self._opened(directory, lambda: IndexTable(directory / TABLE_FILE))
        return Known(table, release)

    def search(
        self, kind: Kind[S], words: str, on: date, *, limit: int = 25
    ) -> Known[tuple[SearchHit, ...]] | NotCovered:
        """Return the codes that words or the beginning of a code mean on a day, best first.

        The index of ICD-10-PCS helps to find its codes where it is loaded.
        """
        found = self.table(kind, on)
        if isinstance(found, NotCovered):
            return found
        index = self.nearest_index(ICD10PCS_INDEX, on) if kind.name == ICD10PCS.name else None
        indexes = [index.value] if isinstance(index, Known) else []
        return Known(found.value.search(words, limit, on, indexes), found.release)

    def opened(
        self, kind: Kind[Any], on: date, name: str, open_file: Callable[[Path], T]
    ) -> Known[T] | NotCovered:
        """Return a file that the release in force has beside its table, opened once a process."""
        found = self._in_force(kind.name, on)
        if isinstance(found, NotCovered):
            return found
        release, directory = found
        return Known(self._opened(directory / name, lambda: open_file(directory / name)), release)

    def _find_in_any(self, kind: Kind[S], key: str, on: date) -> Answer[tuple[S, ...]]:
        """Return the rows of a key from the first release in force on a day that has it.

        For kinds of which updates hold only what has changed: they are asked first, the whole
        list after them. ``Unknown`` when a complete one is in force and none has the key.
        """
        covering = self._covering.get((kind.name, on))
        if covering is None:
            of_kind = (pair for pair in self._loaded() if pair[0].kind == kind.name and pair[0].covers(on))
            ranked = sorted(of_kind, key=lambda pair: pair[0].precedence, reverse=True)
            covering = self._covering.setdefault((kind.name, on), tuple(ranked))
        for release, directory in covering:
            table = self._opened(directory, lambda at=directory: KeyedTable(kind, at / TABLE_FILE))  # type: ignore[misc]
            rows: tuple[S, ...] = table.on(_bare(key), on)
            if rows:
                return Known(rows, release)
        whole = next((release for release, _ in covering if release.completeness == "complete"), None)
        if whole is not None:
            return Unknown(whole)
        if covering:
            return _answer(None, covering[0][0], key, on)
        found = self._in_force(kind.name, on)
        assert isinstance(found, NotCovered)
        return found

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

    def icd10cm_beginning_with(self, code: str, on: date) -> Known[tuple[str, ...]] | NotCovered:
        """Return the longer codes that begin with a code, dotted or not; see :class:`ICD10CMTable`."""
        found = self._icd10cm_table(on)
        if isinstance(found, NotCovered):
            return found
        release, table = found
        return Known(table.beginning_with(_bare(code)), release)

    def search_icd10cm(
        self, words: str, on: date, *, limit: int = 25
    ) -> Known[tuple[SearchHit, ...]] | NotCovered:
        """Return the codes that words, lay words or the beginning of a code mean on a day, best first.

        The indexes that are loaded help to find codes, those of another year too; every code is
        one of the release in force.
        """
        found = self._icd10cm_table(on)
        if isinstance(found, NotCovered):
            return found
        release, table = found
        indexes = [self.nearest_index(kind, on) for kind in (ICD10CM_INDEX, ICD10CM_EXTERNAL)]
        drugs = self.nearest_index(ICD10CM_DRUG, on)
        hits = table.search(
            words,
            limit,
            [one.value for one in indexes if isinstance(one, Known)],
            drugs.value if isinstance(drugs, Known) else None,
        )
        return Known(hits, release)

    def icd10cm_table(self, on: date) -> Known[ICD10CMTable] | NotCovered:
        """Return the whole table in force on a day, for those who compile something from it."""
        found = self._icd10cm_table(on)
        return found if isinstance(found, NotCovered) else Known(found[1], found[0])

    def _icd10cm_table(self, on: date) -> tuple[Release, ICD10CMTable] | NotCovered:
        known = self._diagnoses.get(on)
        if known is not None:
            return known
        found = self._in_force(ICD10CM_KIND, on)
        if isinstance(found, NotCovered):
            return found
        release, directory = found
        table = self._opened(directory, lambda: ICD10CMTable(directory / TABLE_FILE))
        return self._diagnoses.setdefault(on, (release, table))

    def _opened(self, directory: Path, open_table: Callable[[], T]) -> T:
        table = self._tables.get(directory)
        if table is None:
            table = self._tables.setdefault(directory, open_table())
        found: T = table
        return found

    def _rows(
        self, kind: Kind[S], key: str, on: date, rows: Callable[[KeyedTable[S], str], tuple[S, ...]]
    ) -> Answer[tuple[S, ...]]:
        _refuse_what_is_not_keyed(kind)
        found = self.table(kind, on)
        if isinstance(found, NotCovered):
            return found
        return _answer(rows(found.value, _bare(key)) or None, found.release, key, on)

    def _in_force(self, kind: str, on: date) -> tuple[Release, Path] | NotCovered:
        found = self._answering.get((kind, on))
        if found is None:
            found = self._answering[(kind, on)] = self._choose(kind, on)
        return found

    def _choose(self, kind: str, on: date) -> tuple[Release, Path] | NotCovered:
        of_kind = [pair for pair in self._loaded() if pair[0].kind == kind]
        covering = [pair for pair in of_kind if pair[0].covers(on)]
        if covering:
            return max(covering, key=lambda pair: pair[0].precedence)
        name = title_of(kind)
        if not of_kind:
            return NotCovered(kind, on, f"No {name} release is loaded. See: cleanclaim reference status.")
        ranges = ", ".join(dict.fromkeys(f"{one.effective_from} to {one.effective_to}" for one, _ in of_kind))
        return NotCovered(
            kind,
            on,
            f"No loaded {name} release is in force on {on} (loaded: {ranges}). Import the one that is.",
        )

    def _loaded(self) -> tuple[tuple[Release, Path], ...]:
        if self._releases is None:
            places = {_name(path): path for path in self._behind()}
            for path in self.directory.glob(f"*/*/{RELEASE_FILE}"):
                if self._is_of_this_version(path.parent):
                    places[_name(path)] = path
            self._releases = tuple(
                sorted(
                    ((_read_release(path), path.parent) for path in places.values()),
                    key=lambda pair: (pair[0].kind, pair[0].effective_from, pair[0].label),
                )
            )
        return self._releases

    def _behind(self) -> Iterator[Path]:
        if self.behind is None:
            return
        for name in sorted(self._shipped or ()):
            path = self.behind / name / RELEASE_FILE
            if path.is_file():
                yield path

    def _is_of_this_version(self, directory: Path) -> bool:
        stands_in = directory.name.startswith(STAND_IN_NAMES)
        return not stands_in or self._shipped is None or _name(directory / RELEASE_FILE) in self._shipped


def open_store(directory: Path, *, shipped: frozenset[str] | None = None) -> Store:
    """Return the store of a directory; a missing or empty one has nothing loaded. See :class:`Store`."""
    return Store(directory, shipped=shipped)


def _name(path: Path) -> str:
    """Return the name of a release by its record: kind and directory."""
    return f"{path.parent.parent.name}/{path.parent.name}"


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
        return _not_in_a_part(release.kind, release.label, code, on)
    return Unknown(release)


@lru_cache(maxsize=_REMEMBERED)
def _not_in_a_part(kind: str, label: str, code: str, on: date) -> NotCovered:
    return NotCovered(
        kind,
        on,
        f"{code} is not in {label}, which is partial: it cannot say whether the code exists.",
    )


def _refuse_what_is_not_keyed(kind: Kind[Any]) -> None:
    """Raise ``TypeError`` for tables that are no rows under keys."""
    if kind.record is PTPEdit:
        raise TypeError("pairs are asked for with Store.pair and Store.pairs")
    if kind.record is IndexTerm:
        raise TypeError("an index is walked: Store.index")


def _bare(code: str) -> str:
    return code.strip().upper().replace(".", "")
