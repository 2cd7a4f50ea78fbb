"""Kinds of tables as typed keys: what a row is, how it is dated, what is not checked without it."""

from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)
"""The type of a table's rows."""


@dataclass(frozen=True)
class Kind(Generic[T]):
    """One kind of table. Ask for it with ``store.find(KIND, key, on)``.

    ``name`` is that of its directory and of :attr:`Release.kind`; ``title`` and ``switches_off``
    (what is not checked or done while it is not loaded) are for people. ``row_dated`` tables say
    from when to when each row holds (their rows have ``in_force``); of the others a whole release
    holds for its days. Of ``updated`` kinds a release may hold only what changed since the one
    before: all that are in force are asked, the latest first.
    """

    name: str
    title: str
    record: type[T]
    switches_off: str
    row_dated: bool = False
    described: bool = False
    updated: bool = False


class Dated(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A row that says itself from when to when it holds, both days included; no last day: still."""

    effective_from: date
    effective_to: date | None = None

    def in_force(self, on: date) -> bool:
        """Return whether the row holds on a day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)
