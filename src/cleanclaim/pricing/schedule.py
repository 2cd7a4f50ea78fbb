"""A fee schedule: amounts per unit by code, modifier, setting and day."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

import msgspec

from cleanclaim.primitives import DateRange, InvalidValue, Money


class Fee(msgspec.Struct, frozen=True):
    """One row: dollars per unit.

    ``modifier`` is the one that the amount is for (26, TC), or empty; ``setting`` facility,
    nonfacility or any; ``family`` the kind of service that benefit plans speak of
    (office_visit, laboratory, …).
    """

    code: str
    modifier: str
    setting: str
    effective: DateRange
    amount: Money
    family: str = ""


class FoundFee(msgspec.Struct, frozen=True):
    """The amount per unit that a schedule gives, how it came to it, and from which release."""

    amount: Money
    family: str
    derivation: tuple[str, ...]
    release: str


class Schedule(Protocol):
    """What can give a fee; a computed schedule (MPFS) offers the same."""

    @property
    def release(self) -> str:
        """The name of the release that the amounts come from."""
        ...

    def fee(self, code: str, modifier: str, setting: str, on: date) -> FoundFee | None:
        """Return the fee of a code, with or without a modifier, in a setting on a day."""
        ...

    def family(self, code: str) -> str:
        """Return the family of services that a code belongs to; empty when it is not listed."""
        ...

    def modifiers(self, code: str) -> frozenset[str]:
        """Return the modifiers for which a code has rows of its own."""
        ...


class FeeSchedule(msgspec.Struct, frozen=True):
    """A schedule made of rows. Build it with :meth:`of`, which refuses rows that overlap."""

    name: str
    release: str
    rows: Mapping[str, tuple[Fee, ...]]

    @classmethod
    def of(cls, name: str, release: str, fees: tuple[Fee, ...]) -> "FeeSchedule":
        """Return a schedule; raises ``InvalidValue`` when two rows answer the same question."""
        by_code: dict[str, tuple[Fee, ...]] = {}
        for fee in fees:
            others = by_code.get(fee.code, ())
            for other in others:
                same_setting = fee.setting == other.setting or "any" in (fee.setting, other.setting)
                if (
                    fee.modifier == other.modifier
                    and same_setting
                    and fee.effective.overlaps(other.effective)
                ):
                    raise InvalidValue(
                        f"{name} has two amounts for {fee.code} {fee.modifier or 'without modifier'} "
                        f"({fee.setting}) on {max(fee.effective.start, other.effective.start)}."
                    )
            by_code[fee.code] = (*others, fee)
        return cls(name, release, MappingProxyType(by_code))

    def fee(self, code: str, modifier: str, setting: str, on: date) -> FoundFee | None:
        """Return the row's amount for a code, modifier ("" for none), setting and day."""
        for row in self.rows.get(code, ()):
            if row.modifier == modifier and row.setting in (setting, "any") and on in row.effective:
                shown = f"{code}-{modifier}" if modifier else code
                step = f"{self.name}, {shown}, {setting}, {on}, a unit: {row.amount} = {row.amount}"
                return FoundFee(row.amount, row.family, (step,), self.release)
        return None

    def family(self, code: str) -> str:
        """Return the family of a code's first row, empty when the code is not listed."""
        rows = self.rows.get(code, ())
        return rows[0].family if rows else ""

    def modifiers(self, code: str) -> frozenset[str]:
        """Return the modifiers for which the code has rows of its own."""
        return frozenset(row.modifier for row in self.rows.get(code, ()) if row.modifier)
