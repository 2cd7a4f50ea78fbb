"""What a service should be paid: the official methodologies, contracts, and the derivation.

:func:`price_services` prices the lines of a claim by whichever methodology pays their codes
(:mod:`~cleanclaim.pricing.dispatch`), from dated releases and dated parameters. Every answer is
:class:`Priced` with its derivation, or :class:`NotPriced` with its reason, never a guess.

:func:`price_by_contract` prices a claim by what a payer has agreed to pay (:class:`Contract`), the
simulator's payers too. ``price`` over a :class:`Schedule` serves those who hold a table of amounts.
Nothing here imports claims; :mod:`cleanclaim.pricing.claims` does.
"""

from cleanclaim.pricing.contract import Contract, percent_contract
from cleanclaim.pricing.contract_checks import Gap, gaps
from cleanclaim.pricing.contract_files import load_contract, load_contracts
from cleanclaim.pricing.contracts import (
    Addition,
    ContractAmount,
    ContractPrice,
    price_by_contract,
    price_line,
    select_contract,
)
from cleanclaim.pricing.dispatch import price_service, price_services
from cleanclaim.pricing.loading import load_schedule, shipped_demo_schedule
from cleanclaim.pricing.price import price
from cleanclaim.pricing.scaled_schedule import ScaledSchedule
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
    "Addition",
    "Answer",
    "Contract",
    "ContractAmount",
    "ContractPrice",
    "Fee",
    "FeeSchedule",
    "FoundFee",
    "Gap",
    "Methodology",
    "NotPriced",
    "Priced",
    "ScaledSchedule",
    "Schedule",
    "Service",
    "SideAmount",
    "Tables",
    "gaps",
    "load_contract",
    "load_contracts",
    "load_schedule",
    "percent_contract",
    "price",
    "price_by_contract",
    "price_line",
    "price_service",
    "price_services",
    "select_contract",
    "shipped_demo_schedule",
]
