"""What a service should be paid: the official methodologies, contracts, and the derivation.

:func:`price_services` prices the lines of a claim by whichever methodology pays their codes
(:mod:`~cleanclaim.pricing.dispatch`), from dated releases and dated parameters. Every answer is
:class:`Priced` with its derivation, or :class:`NotPriced` with its reason, never a guess.

``price`` over a :class:`Schedule` serves those who hold a table of amounts of their own (the
simulator's payers). Nothing here imports claims; :mod:`cleanclaim.pricing.claims` does.
"""

from cleanclaim.pricing.contract import Contract
from cleanclaim.pricing.dispatch import price_service, price_services
from cleanclaim.pricing.loading import load_schedule, shipped_demo_schedule
from cleanclaim.pricing.price import price
from cleanclaim.pricing.schedule import Fee, FeeSchedule, FoundFee, Schedule
from cleanclaim.pricing.values import (
    BILLS,
    PROVIDERS,
    SETTINGS,
    Answer,
    Methodology,
    NotPriced,
    Priced,
    Service,
    SideAmount,
    Tables,
)

__all__ = [
    "BILLS",
    "PROVIDERS",
    "SETTINGS",
    "Answer",
    "Contract",
    "Fee",
    "FeeSchedule",
    "FoundFee",
    "Methodology",
    "NotPriced",
    "Priced",
    "Schedule",
    "Service",
    "SideAmount",
    "Tables",
    "load_schedule",
    "price",
    "price_service",
    "price_services",
    "shipped_demo_schedule",
]
