"""A store with some tables put before those of its directory: for examples, tests, what-if questions."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from cleanclaim.codesets.answers import Answer, Known, NotCovered
from cleanclaim.codesets.keyed import KeyedTable
from cleanclaim.codesets.kinds import Dated, Kind
from cleanclaim.codesets.pairs import NO_EDIT, PTPEdit, PTPTable
from cleanclaim.codesets.releases import Release
from cleanclaim.codesets.store import Store

S = TypeVar("S", bound=msgspec.Struct)


class GivenRows(KeyedTable[S]):
    """Rows of a table as they were given, by key."""

    def __init__(self, rows: Mapping[str, Sequence[S]]) -> None:
        self._given = {key.upper().replace(".", ""): tuple(found) for key, found in rows.items()}
        self.every = self._every  # type: ignore[assignment]  # nothing to remember: it is a look-up

    def _every(self, key: str) -> tuple[S, ...]:
        return self._given.get(key, ())

    def on(self, key: str, day: date) -> tuple[S, ...]:
        """Return the rows of a key that are in force on a day; all of a file-dated table's."""
        return tuple(row for row in self._every(key) if not isinstance(row, Dated) or row.in_force(day))

    def keys(self) -> tuple[str, ...]:
        """Return every key, in order."""
        return tuple(sorted(self._given))


class GivenPairs(PTPTable):
    """NCCI pairs as they were given."""

    def __init__(self, edits: Iterable[PTPEdit]) -> None:
        self._given: dict[tuple[str, str], list[PTPEdit]] = {}
        for edit in edits:
            self._given.setdefault((edit.column1, edit.column2), []).append(edit)

    def __len__(self) -> int:
        return sum(len(edits) for edits in self._given.values())

    def find(self, column1: str, column2: str, on: date) -> PTPEdit | None:
        """Return the edit of a pair, in this order of columns, in force on a day; none is common."""
        for edit in self._given.get((column1.upper(), column2.upper()), ()):
            if edit.in_force(on) and edit.modifier_indicator != NO_EDIT:
                return edit
        return None

    def history(self, column1: str, column2: str) -> tuple[PTPEdit, ...]:
        """Return every row of a pair in this order of columns."""
        return tuple(self._given.get((column1.upper(), column2.upper()), ()))


class StoreWithRows(Store):
    """A store in which given tables answer in place of those that are loaded.

    ``tables`` holds rows by key for each kind, and of the pairs just the rows, under any key;
    a kind in ``partial`` says "not covered" of what its rows lack. Nothing of ``under`` changes.
    """

    def __init__(
        self,
        under: Store,
        tables: Mapping[Kind[Any], Mapping[str, Sequence[Any]]] = MappingProxyType({}),
        *,
        partial: Iterable[str] = (),
        label: str = "rows as given",
    ) -> None:
        super().__init__(under.directory)
        self._under = under
        self._given: dict[str, Any] = {}
        self._given_releases: dict[str, Release] = {}
        incomplete = frozenset(partial)
        for kind, rows in tables.items():
            if issubclass(kind.record, PTPEdit):
                self._given[kind.name] = GivenPairs(edit for edits in rows.values() for edit in edits)
            else:
                self._given[kind.name] = GivenRows(rows)
            self._given_releases[kind.name] = Release(
                kind=kind.name,
                label=label,
                effective_from=date.min,
                effective_to=date.max,
                sha256="",
                source=label,
                counts={"rows": sum(len(found) for found in rows.values())},
                completeness="partial" if kind.name in incomplete else "complete",
            )

    def releases(self, kind: str | None = None) -> tuple[Release, ...]:
        """Return the releases that are loaded or given."""
        given = tuple(one for name, one in self._given_releases.items() if kind in (None, name))
        return given + tuple(
            one for one in self._under.releases(kind) if one.kind not in self._given_releases
        )

    def release_on(self, kind: str, on: date) -> Release | NotCovered:
        """Return the release of a kind in force on a day."""
        return self._given_releases.get(kind) or self._under.release_on(kind, on)

    def table(self, kind: Kind[S], on: date) -> Known[KeyedTable[S]] | NotCovered:
        """Return the whole table in force on a day."""
        if kind.name in self._given:
            return Known(self._given[kind.name], self._given_releases[kind.name])
        return self._under.table(kind, on)

    def _find_in_any(self, kind: Kind[S], key: str, on: date) -> Answer[tuple[S, ...]]:
        if kind.name in self._given:
            return self._rows(kind, key, on, lambda table, bare: table.on(bare, on))
        return self._under._find_in_any(kind, key, on)

    def pairs(self, kind: Kind[PTPEdit], on: date) -> Known[PTPTable] | NotCovered:
        """Return the NCCI pairs that answer for a day."""
        if kind.name in self._given:
            return Known(self._given[kind.name], self._given_releases[kind.name])
        return self._under.pairs(kind, on)
