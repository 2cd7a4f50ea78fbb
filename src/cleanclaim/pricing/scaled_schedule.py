"""A schedule that is a percentage of another one, with amounts of its own where there are any."""

from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.pricing.schedule import FeeSchedule, FoundFee, Schedule
from cleanclaim.primitives import money


class ScaledSchedule(msgspec.Struct, frozen=True):
    """``percent`` of ``base``; a row of ``carve_outs`` goes before it, as it stands.

    The percentage is taken of the amount per unit and rounded to the cent, halves up, before
    the units are counted.
    """

    name: str
    base: Schedule
    percent: Decimal
    carve_outs: FeeSchedule | None = None

    @property
    def release(self) -> str:
        """The release of the schedule below."""
        return self.base.release

    def fee(self, code: str, modifier: str, setting: str, on: date) -> FoundFee | None:
        """Return the amount per unit with its derivation."""
        if self.carve_outs is not None:
            own = self.carve_outs.fee(code, modifier, setting, on)
            if own is not None:
                return own
        found = self.base.fee(code, modifier, setting, on)
        if found is None or self.percent == 100:
            return found
        amount = money(found.amount * self.percent / 100)
        step = f"{self.name}: {found.amount} × {self.percent} % = {amount}, rounded"
        return FoundFee(amount, found.family, (*found.derivation, step), found.release)

    def family(self, code: str) -> str:
        """Return the family that the schedule below, or else a carve-out, gives the code."""
        return self.base.family(code) or (self.carve_outs.family(code) if self.carve_outs else "")

    def modifiers(self, code: str) -> frozenset[str]:
        """Return the modifiers that have rows of their own, here or below."""
        own = self.carve_outs.modifiers(code) if self.carve_outs else frozenset()
        return self.base.modifiers(code) | own
