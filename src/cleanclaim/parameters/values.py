"""A parameter: what it means, in which unit, on whose authority, and its value since when."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

import msgspec

from cleanclaim.parameters.terms import DeadlineTerms
from cleanclaim.primitives import Citation

ParameterValue: TypeAlias = Decimal | int | bool | str | tuple[str, ...] | Mapping[str, str] | DeadlineTerms
"""What a parameter can be worth; which of these is told by its unit."""


class NotKnown(msgspec.Struct, frozen=True):
    """No value is in force: ``reason`` is a clause that completes "not checked because …"."""

    path: str
    on: date
    reason: str


class Parameter(msgspec.Struct, frozen=True):
    """One parameter: its values in ascending order of the first day on which each holds.

    A value of ``None`` ends the parameter on that day. ``invented`` marks what was made up
    for the demonstration and is nobody's rule.
    """

    path: str
    description: str
    unit: str
    references: tuple[Citation, ...]
    values: tuple[tuple[date, ParameterValue | None], ...]
    invented: bool = False

    def at(self, on: date) -> ParameterValue | NotKnown:
        """Return the value in force on a day, or why there is none."""
        found: ParameterValue | None = None
        known = False
        for since, value in self.values:
            if since > on:
                break
            found, known = value, True
        if not known:
            return NotKnown(self.path, on, f"{self.path} has no value before {self.values[0][0]}")
        if found is None:
            return NotKnown(self.path, on, f"{self.path} has ended before {on}")
        return found


class Parameters(msgspec.Struct, frozen=True):
    """All parameters that were loaded, by dotted path (``federal.timely_filing.medicare…``)."""

    by_path: Mapping[str, Parameter] = MappingProxyType({})

    def at(self, path: str, on: date) -> ParameterValue | NotKnown:
        """Return the value in force on a day; :class:`NotKnown` for an unknown path or day."""
        parameter = self.by_path.get(path)
        if parameter is None:
            return NotKnown(path, on, f"no parameter {path} is loaded")
        return parameter.at(on)

    def get(self, path: str) -> Parameter | None:
        """Return the parameter itself with its description and references, if it is loaded."""
        return self.by_path.get(path)

    def under(self, prefix: str) -> tuple[str, ...]:
        """Return the names one level below a path, sorted: ``under("payer.demo")``."""
        start = f"{prefix}."
        return tuple(sorted({p[len(start) :].split(".", 1)[0] for p in self.by_path if p.startswith(start)}))

    def __iter__(self) -> Iterator[Parameter]:
        for path in sorted(self.by_path):
            yield self.by_path[path]
