"""The three answers of a dated look-up: a union that cannot be ignored by its type."""

from datetime import date
from typing import Generic, TypeAlias, TypeVar

import msgspec

from cleanclaim.codesets.releases import Release

T = TypeVar("T")


class Known(msgspec.Struct, Generic[T], frozen=True):
    """The release in force on the date asked about holds this."""

    value: T
    release: Release


class Unknown(msgspec.Struct, frozen=True):
    """A complete release is in force on the date, and holds no such code."""

    release: Release


class NotCovered(msgspec.Struct, frozen=True):
    """Nothing that is loaded can answer for the date: "not checked", never "invalid" or "clean".

    ``reason`` is one sentence for a person, with what to do.
    """

    kind: str
    on: date
    reason: str


Answer: TypeAlias = Known[T] | Unknown | NotCovered
