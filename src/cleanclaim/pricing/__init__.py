"""What a service should be paid: fee schedules, contracts over them, and the derivation.

``price`` answers with :class:`Priced` or with :class:`NotPriced` and its reason, never with a
guess. Schedules are values; anything with a ``fee`` method of the same shape can stand in for
one, so that a schedule that is computed (relative values × conversion factor) needs no change
in those who ask.
"""

from cleanclaim.pricing.contract import Contract
from cleanclaim.pricing.loading import load_schedule, shipped_demo_schedule
from cleanclaim.pricing.price import NotPriced, Priced, price
from cleanclaim.pricing.schedule import Fee, FeeSchedule, FoundFee, Schedule

__all__ = [
    "Contract",
    "Fee",
    "FeeSchedule",
    "FoundFee",
    "NotPriced",
    "Priced",
    "Schedule",
    "load_schedule",
    "price",
    "shipped_demo_schedule",
]
