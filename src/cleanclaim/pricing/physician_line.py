"""One physician fee schedule line while it is priced."""

from decimal import Decimal

import msgspec

from cleanclaim.codesets import RelativeValue
from cleanclaim.pricing.physician_fee import Basis, UnitFee
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Service
from cleanclaim.pricing.working import Working

ASSISTING = frozenset({"80", "81", "82", "AS"})


class Line:
    """A line with its row, the fee of one unit, how many are paid, and the derivation so far.

    ``share`` is what the percentages of the line have come to, as a fraction. ``stopped`` is set
    when a rule finds that the line has no amount. ``other_side`` is the line that bills the other
    side of the same bilateral procedure.
    """

    __slots__ = (
        "basis", "count", "fee", "is_second_side", "other_side", "place", "row", "service", "share",
        "stopped", "working",
    )  # fmt: skip

    def __init__(self, place: int, service: Service, row: RelativeValue, basis: Basis, fee: UnitFee) -> None:
        self.place = place
        self.service = service
        self.row = row
        self.basis = basis
        self.fee = fee
        self.count = service.units
        self.share = Decimal(1)
        self.working = Working()
        self.stopped: Unpriced | None = None
        self.other_side: Line | None = None
        self.is_second_side = False

    @property
    def open(self) -> bool:
        """Return whether the line still has an amount."""
        return self.stopped is None

    @property
    def day(self) -> tuple[str, str, object]:
        """Return what lines must share to be judged together: claim, who is paid, day."""
        return self.service.claim, self.service.group, self.service.on

    @property
    def assists(self) -> bool:
        """Return whether the line is that of an assistant at surgery."""
        return not ASSISTING.isdisjoint(self.service.modifiers)

    def asks(self, code: str) -> Service:
        """Return the same service for another code, without modifiers."""
        return msgspec.structs.replace(self.service, code=code, modifiers=())

    def whole_units(self, rule: str) -> int:
        """Return the count as a whole number; raises :class:`Unpriced` when it is none."""
        if self.count != self.count.to_integral_value():
            raise Unpriced(f"{rule} speaks of whole units, and there are {self.count}.", "units")
        return int(self.count)
